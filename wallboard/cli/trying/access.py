"""What a person says beside an address: who asks there, and which authority is trusted."""

from dataclasses import dataclass
from typing import Any

from wallboard.sources.web.options import WebOptions
from wallboard.store.home import from_home


@dataclass(frozen=True, slots=True)
class Access:
    """The account, the name of its secret, and the file of the organisation's own authority; each may be missing."""

    user: str | None = None
    secret: str | None = None
    authority: str | None = None

    @property
    def sign_in(self) -> dict[str, str]:
        """The account and its secret, as an entry has them."""
        return {key: text for key, text in (("user", self.user), ("secret", self.secret)) if text is not None}

    @property
    def trust(self) -> dict[str, str]:
        """The authority as an entry has it, with its whole path: a board counts relative ones from its own folder."""
        if self.authority is None:
            return {}
        return {"authority": str(from_home(self.authority).absolute())}

    def of(self, root: str, sign_in: dict[str, str] | None = None) -> dict[str, Any]:
        """How an entry of the address begins; `sign_in` in the place of what was given."""
        signs = self.sign_in if sign_in is None else sign_in
        return {"url": root, **self.trust, **({"sign_in": signs} if signs else {})}

    def reach(self, root: str) -> WebOptions:
        """The same as the door takes it. Raises pydantic's ValidationError."""
        return WebOptions.model_validate(self.of(root))

    def reach_as_nobody(self, root: str) -> WebOptions:
        """Without the sign-in. Raises pydantic's ValidationError."""
        return WebOptions.model_validate(self.of(root, {}))
