"""An authority of a test's own, which makes certificates for servers on this machine, good ones and bad ones."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
_SIGNS = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True)
class Authority:
    """An authority; `certificate` is what a board names with `authority`.

    One that `names_keys` does so in its certificates, as Python 3.13 asks of authorities that a machine trusts.
    """

    folder: Path
    name: str = "Test authority"
    names_keys: bool = False

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _named(self.name)
        begun = _begun(subject, subject, key, NOW + timedelta(days=2)).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        if self.names_keys:
            own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
            begun = begun.add_extension(own, critical=False).add_extension(_SIGNS, critical=True)
        made = begun.sign(key, hashes.SHA256())
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "_subject", subject)

    @property
    def certificate(self) -> Path:
        return self.folder / "authority.pem"

    def server(self, host: str = "127.0.0.1", *, until: datetime = NOW + timedelta(days=1)) -> ssl.SSLContext:
        """What a server speaks TLS with, under a certificate for a host."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            name: x509.GeneralName = x509.IPAddress(ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        begun = _begun(_named(host), self._subject, key, until).add_extension(  # type: ignore[attr-defined]
            x509.SubjectAlternativeName([name]), critical=False
        )
        if self.names_keys:
            signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())  # type: ignore[attr-defined]
            begun = begun.add_extension(signer, critical=False)
        made = begun.sign(self._key, hashes.SHA256())  # type: ignore[attr-defined]
        path = self.folder / f"server-{made.serial_number}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(until)
    )
