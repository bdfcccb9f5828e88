"""Sentences of sources that are reached over HTTP."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    # the way there
    "web.address": "There is no address for {host}.",
    "web.refused": "{host} refuses the connection.",
    "web.unreachable": "There is no way to {host}.",
    "web.slow": "{host} did not answer in full within {seconds} s.",
    "web.broken": "{host} broke off before its answer was complete.",
    "web.lengths": "{host} gives two lengths for one answer, so it cannot be trusted.",
    "web.strange": "{host} answers, but not as a web server does.",
    "web.proxy": "The proxy on the way to {host} does not let the connection through.",
    "web.plain": "The sign-in at {host} would go unencrypted.",
    "web.url.bad": "An address at {host} cannot be asked.",
    # certificates
    "web.tls": "{host} offers no encrypted connection that can be used.",
    "web.not-encrypted": "{host} does not answer encrypted.",
    "web.encrypted": "{host} answers encrypted only.",
    "web.certificate.expired": "The certificate of {host} has expired or is not valid yet.",
    "web.certificate.name": "The certificate of {host} is made out to another name.",
    "web.certificate.unknown": "The certificate of {host} is from an authority that this machine does not know.",
    "web.certificate.other": "The certificate of {host} is not valid.",
    "web.authority": "The certificates of the authority in {file} cannot be read.",
    # being sent elsewhere
    "web.redirect": "{host} sends on to {other}, where nothing is sent.",
    "web.redirect.circle": "{host} sends on again and again.",
    "web.link": "{host} names {other} for what comes next, where nothing is sent.",
    "web.link.bad": "{host} names an address for what comes next that is none.",
    # answers
    "web.sign-in": "{host} refuses the sign-in with the secret “{name}”.",
    "web.sign-in.none": "{host} asks for a sign-in.",
    "web.sign-in.lacks": "The sign-in at {host} lacks its `{what}`.",
    "web.sign-in.strange": "The log-in at {host} did not bring what it should.",
    "web.token.refused": "{host} refuses the token that {other} gave for the secret “{name}”.",
    "web.token.redirect": "The token address {url} sends on to {other}, where no secret is sent.",
    "web.forbidden": "{host} forbids this to the account that signs in.",
    "web.missing": "{host} has nothing at an address that was asked for.",
    "web.bad": "{host} cannot take the request ({status}).",
    "web.busy": "{host} asks to be called less often.",
    "web.down": "{host} has trouble of its own ({status}).",
    "web.budget": "The calls that may be made to {host} are used up for now.",
    "web.large": "{host} answers with more than {most} MB.",
    "web.packed": "The answer of {host} is packed in a way that cannot be unpacked, or breaks off.",
    "web.page": "{host} answers with a web page where data is expected.",
    "web.encoding": "The answer of {host} is not in the encoding that it should be.",
    "web.json.none": "The answer of {host} is no correct JSON.",
    "web.json.deep": "The answer of {host} nests deeper than {most} levels.",
    "web.json.many": "The answer of {host} has more than {most} values.",
    "web.json.twice": "The answer of {host} has an object with one key twice.",
    "web.secret.key": "The secret “{name}” is no private key that can sign.",
    "web.secret.line": "The secret “{name}” has characters that cannot be sent.",
    "web.remark.rotated": (
        "{host} gave a new refresh token in the place of the secret “{name}”: it is used until the next start only."
    ),
    "web.detail.path": "At {path}",
    # what to do
    "web.remedy.url": "Check `url`.",
    "web.remedy.below": "Check the address: `url`, and what is asked for below it.",
    "web.remedy.token": "Check `token_url` and `base` under `sign_in`.",
    "web.remedy.token.moved": "If {other} is right, say so with `token_url` under `sign_in`.",
    "web.remedy.scope": (
        "The secret was accepted. Check `scope` under `sign_in`, what the client may read there, and whether the token "
        "is meant for this `url`."
    ),
    "web.remedy.elsewhere": "If {other} is right, say so with `url`.",
    "web.remedy.network": "Check the network and `url`.",
    "web.remedy.wait": "It is tried again by itself.",
    "web.remedy.between": "It is tried again by itself. If it stays, look at the server and at the proxies before it.",
    "web.remedy.later": "It goes on by itself. `every` and `calls_per_hour` say how often it is asked.",
    "web.remedy.encrypt": "Use https://, or allow it with `unencrypted: true`.",
    "web.remedy.not-encrypted": "Is it http://, or another port? Check `url`.",
    "web.remedy.encrypted": "Is it https://, or another port? Check `url`.",
    "web.remedy.perhaps-encrypted": "It is tried again by itself. If it answers encrypted only, say https:// in `url`.",
    "web.remedy.certificate": "Name your organisation’s authority with `authority`, or renew the certificate.",
    "web.remedy.renew": "Renew the server’s certificate; check this machine’s clock.",
    "web.remedy.name": "Use the name that the certificate is made out to.",
    "web.remedy.authority": "`authority` is the path of a file with certificates (PEM), relative to the board.",
    "web.remedy.secret": "Give the right one with `wallboard secret set {name}`; check `sign_in`.",
    "web.remedy.refresh": (
        "Give a new refresh token with `wallboard secret set {name}`. Where the server replaces it each time, sign in "
        "with client credentials."
    ),
    "web.remedy.sign-in": "Say with `sign_in` who asks.",
    "web.remedy.bearer": "The server asks for a token: name its secret in `sign_in`, and leave `user` out.",
    "web.remedy.rights": "Let the account of the secret “{name}” read it, or sign in with another (`sign_in`).",
    "web.remedy.rights.none": "Say with `sign_in` who asks, or let everybody read it.",
    "web.remedy.page": "Check `url` and `sign_in`: it may be a page to log in, or the site for people; data "
    "often lie under /api.",
    "web.remedy.large": "Ask for less at once, or raise `most_mb`.",
    "web.remedy.maker": "Look at what the server sends, with its maker.",
    "web.remedy.proxy": "Check the proxy in this machine’s environment.",
}
