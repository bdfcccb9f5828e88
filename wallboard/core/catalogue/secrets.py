"""Sentences about secrets: where they were looked for, and what to do."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str | tuple[str, str]] = {
    "fault.keyring-locked": "The secret “{name}” cannot be had: the keyring is locked.",
    "fault.keyring-silent": "The secret “{name}” cannot be had: the keyring does not answer.",
    "fault.secret-name": "“{name}” cannot be the name of a secret.",
    "fault.secret-open": "The file of the secret “{name}” is open to others.",
    "fault.secret-unreadable": "The secret “{name}” cannot be read.",
    "remedy.no-secret": "On this machine: `wallboard secret set {name}`, or the variable {variable}.",
    "remedy.keyring": (
        "Log in with a password, which unlocks it, or use a private file: `wallboard secret set {name} --file`."
    ),
    "remedy.secret-name": "Letters, digits, - and _, at most 64.",
    "remedy.secret-open": "Close it: chmod 600 {path}",
    "remedy.secret-unreadable": "Look at {place}: it holds the secret as text, and we must be able to read it.",
}
