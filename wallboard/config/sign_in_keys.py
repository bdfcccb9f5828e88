"""What to say of a key that is none, and by its name would hold who signs in."""

from collections.abc import Collection
from typing import Final

from wallboard.config.faults import nearest

_WORDS: Final = (
    *("secret", "token", "access_token", "auth_token", "bearer", "api_key", "apikey", "api_token"),
    *("password", "passwd", "pass", "pw", "user", "username", "user_name", "login", "auth", "authorization"),
    *("authentication", "credentials"),
)
_NAMED: Final = "NAME is what `wallboard secret set NAME` is told"


def sign_in_remedy(key: str, keys: Collection[str], of_source: Collection[str]) -> str:
    """How a sign-in is said, for a key that is none in the place of `keys`; '' where nobody signs in there.

    `of_source` are the keys of the source. What stands under such a key may be a secret, so nothing repeats it.
    """
    is_meant = key.casefold() in _WORDS or nearest(key, ("secret", "password", "token"))
    if "sign_in" not in of_source or not is_meant or nearest(key, keys) in ("secret", "user", "sign_in"):
        return ""
    if not {"sign_in", "secret", "url"} & {*keys}:  # a part that asks nobody
        return ""
    if "secret" in keys:
        return f"a token or a password is said as secret: NAME; {_NAMED}"
    return f"who signs in is said in the source, as sign_in: {{user: NAME, secret: NAME}} or {{secret: NAME}}; {_NAMED}"
