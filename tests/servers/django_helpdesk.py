"""A real django-helpdesk: a Django project made once, its database kept, started from a copy."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests

from tests.servers.kept import ROOT, prepared, program
from tests.servers.process import Server

PASSWORD = "only for tests"
QUEUES = ("Front line", "Experts", "Rückläufer")
NO_CALL_TAKES_S = 60

SETTINGS = """
from pathlib import Path
BASE_DIR = Path(__file__).parent
SECRET_KEY = "only for tests"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.humanize",
    "rest_framework", "django_cleanup.apps.CleanupConfig", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
ROOT_URLCONF = "urls"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
HELPDESK_TEAMS_MODE_ENABLED = False
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]}
# the default costs a quarter of a second for every call
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""

URLS = """
from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""

SEED = """
from django.contrib.auth import get_user_model
from helpdesk.models import Queue
users = get_user_model().objects
users.create_superuser("wallboard", "wallboard@example.com", {password!r})
for name in ("kim", "jörg"):
    users.create_user(name, name.replace("ö", "oe") + "@example.com", {password!r}, is_staff=True)
for place, name in enumerate({queues!r}):
    Queue.objects.create(title=name, slug="queue-%d" % place)
"""


@dataclass
class Helpdesk:
    """A running help desk with three queues and, beside `wallboard`, the users kim and jörg."""

    server: Server
    folder: Path
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.auth = ("wallboard", PASSWORD)

    @property
    def url(self) -> str:
        """The address that a board names."""
        return self.server.url

    def api(self, method: str, path: str, **body: Any) -> Any:
        """A call of its interface: what it answers, None where that is nothing."""
        answer = self.session.request(method, f"{self.url}/api/{path}/", json=body, timeout=NO_CALL_TAKES_S)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def ticket(self, queue: int = 1, owner: int | None = None, **more: Any) -> int:
        """A new ticket; its number."""
        asked = {"queue": queue, "title": "Größe?", "description": "?", "submitter_email": "client@example.com"}
        made: dict[str, Any] = self.api("POST", "tickets", **asked, priority=3, assigned_to=owner, **more)
        return int(made["id"])

    def follow_up(self, ticket: int, status: int | None = None, comment: str = "Done.") -> None:
        """A step, which may change the status."""
        asked = {"ticket": ticket, "user": 1, "title": "Step", "comment": comment, "public": True}
        self.api("POST", "followups", **asked, new_status=status)

    def patch(self, ticket: int, **changes: Any) -> None:
        """A change that leaves no trace of when it was."""
        self.api("PATCH", f"tickets/{ticket}", **changes)

    def delete(self, ticket: int) -> None:
        """For good."""
        self.api("DELETE", f"tickets/{ticket}")

    def shell(self, text: str) -> None:
        """What its interface cannot do."""
        _manage(self.folder, "shell", "-v", "0", "-c", text)

    def sql(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in its database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.folder / 'db.sqlite'}?mode=ro", uri=True)) as database:
            return database.execute(query, values).fetchall()


@contextmanager
def django_helpdesk(folder: Path) -> Iterator[Helpdesk]:
    """A help desk of its own, in which nothing has happened yet."""
    recipe = (ROOT / "installer/lock/servers.txt").read_bytes() + Path(__file__).read_bytes()
    kept = prepared(f"django-helpdesk-{sha256(recipe).hexdigest()[:12]}", _make)
    shutil.copytree(kept, folder, dirs_exist_ok=True)

    def command(port: int) -> list[str | Path]:
        return [*_manager(), "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]

    with Server(command, folder / "log", folder=folder, environment=_ENVIRONMENT) as server:
        yield Helpdesk(server, folder)


_ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "office_settings", "PYTHONPATH": "."}


def _manager() -> list[str | Path]:
    return [program("python"), "-W", "ignore", "-m", "django"]


def _make(folder: Path) -> None:
    (folder / "office_settings.py").write_text(SETTINGS)
    (folder / "urls.py").write_text(URLS)
    _manage(folder, "migrate", "-v", "0")
    _manage(folder, "shell", "-v", "0", "-c", SEED.format(password=PASSWORD, queues=QUEUES))


def _manage(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [*_manager(), *words], cwd=folder, env=_ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
