"""A portal's side of Qinghe in one file: signs launch tokens, shows the element, passes envelopes on.

Python 3.9 or newer. Needs `cryptography` (Debian: python3-cryptography), because the standard library signs nothing.
Contract: docs/wire.md. Start: python3 host.py
"""
import base64, hashlib, hmac, html, json, os, secrets, time, urllib.error, urllib.request
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

ENVELOPE = 2048
TOKEN_MAX = 4096
LIFE_S = 600
BATTERY = "mood-and-anxiety"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


class Host:
    """`origin`: of this portal, and its `iss`. `gateway`: the gateway's `public_origin`, to the letter.
    `pem`: P-256 key in PKCS #8. `secret`: 32 random bytes; whoever has it can turn people into pseudonyms."""

    def __init__(self, origin: str, gateway: str, pem: bytes, secret: bytes):
        self.origin, self.gateway, self.secret = origin, gateway, secret
        self.key = load_pem_private_key(pem, None)
        point = self.key.public_key().public_numbers()
        x, y = (b64(half.to_bytes(32, "big")) for half in (point.x, point.y))
        # RFC 7638 names the key by its content, so another key has another name.
        members = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'
        kid = b64(hashlib.sha256(members.encode()).digest())
        self.header = f'{{"alg":"ES256","kid":"{kid}","typ":"qinghe-launch+jwt"}}'
        self.jwks = {"keys": [{"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x": x, "y": y}]}

    def pseudonym(self, person: str) -> str:
        """Always the same for this person and gateway, and nothing of the person in it."""
        return b64(hmac.digest(self.secret, f"{self.gateway} {person}".encode(), "sha256"))

    def claims(self, student: dict, now=None) -> dict:
        """No name, no student number, no birth date: the token travels with every envelope."""
        now = int(time.time()) if now is None else now
        told = {name: student[name] for name in ("age", "school", "grade", "class", "consent") if name in student}
        return {
            "iss": self.origin,
            "aud": self.gateway,
            "sub": self.pseudonym(student["id"]),
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + LIFE_S,
            "role": "student",
            "battery": BATTERY,
            **told,
        }

    def sign(self, claims: dict) -> str:
        signed = f"{b64(self.header.encode())}.{b64(json.dumps(claims).encode())}"
        # JWS wants both numbers at full length, one after the other; the library gives them as DER.
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ECDSA(SHA256())))
        return f"{signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def refuses(self, token: str, body: bytes) -> int:
        """Status to refuse with, or 0 to pass on. Times, audience and repetition are the gateway's to judge:
        it takes an urgent notice even when the token has run out."""
        if not self.signed(token):
            return 401
        if len(body) > ENVELOPE:
            return 413
        return 400 if len(body) < ENVELOPE else 0

    def signed(self, token: str) -> bool:
        """The header is compared to the letter, so nobody else chooses the algorithm."""
        parts = token.split(".") if len(token) <= TOKEN_MAX else []
        if len(parts) != 3 or parts[0] != b64(self.header.encode()):
            return False
        try:
            raw = unb64(parts[2])
            numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
            self.key.public_key().verify(numbers, f"{parts[0]}.{parts[1]}".encode(), ECDSA(SHA256()))
        except (InvalidSignature, ValueError):
            return False
        return len(raw) == 64

    def page(self, token: str) -> str:
        gateway = html.escape(self.gateway)
        return f"""<!doctype html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>心理健康</title>
<script src="{gateway}/qinghe.js" async></script></head>
<body><qinghe-screening gateway="{gateway}" battery="{BATTERY}" token="{token}" lang="zh-Hans"></qinghe-screening></body>
</html>
"""


def age_on(birthday: date, today: date) -> int:
    """Whole years between two days."""
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def signed_in() -> dict:
    """Yours: whoever is signed in, from your session and your records. `consent` only where a guardian has agreed;
    under 14 it must be there."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return {"id": "20230417", "age": age_on(date(2011, 9, 1), today), "school": "s-017", "grade": "9", "class": "9-2"}


class Portal(BaseHTTPRequestHandler):
    host: Host
    reach: str

    def do_GET(self):
        path, gateway = self.path.split("?")[0], self.host.gateway
        if path == "/":
            policy = f"default-src 'none'; script-src {gateway}; frame-src {gateway}; base-uri 'none'; form-action 'none'"
            page = self.host.page(self.host.sign(self.host.claims(signed_in())))
            self.answer(200, "text/html; charset=utf-8", page.encode(), {"content-security-policy": policy})
        elif path == "/.well-known/jwks.json":
            self.answer(200, "application/json", json.dumps(self.host.jwks).encode())
        else:
            self.answer(404, "text/plain", b"")

    def do_POST(self):
        """Passes an envelope and its answer on unchanged, and keeps nothing. Neither is written to a log."""
        body = self.rfile.read(min(int(self.headers.get("content-length") or 0), 65536))
        if self.path != "/qinghe/v1/envelopes":
            return self.answer(404, "text/plain", b"")
        token = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        status = self.host.refuses(token, body)
        if status:
            # Not in the gateway's form, so that our refusal silences no notice: the sender keeps it and tries again.
            return self.answer(status, "text/plain", b"refused by the portal\n")
        headers = {"authorization": f"Bearer {token}", "content-type": "application/octet-stream"}
        request = urllib.request.Request(f"{self.reach}/v1/envelopes", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as found:
                self.passed(found.status, found)
        except urllib.error.HTTPError as refused:
            self.passed(refused.code, refused)
        except OSError:
            self.answer(502, "text/plain", b"the gateway does not answer\n")

    def passed(self, status, found):
        later = {"retry-after": found.headers[name] for name in ("retry-after",) if name in found.headers}
        self.answer(status, found.headers["content-type"], found.read(), later)

    def answer(self, status, kind, body, more=None):
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": len(body), "cache-control": "no-store", **(more or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Addresses and times say who took part."""


def serve():
    env, folder = os.environ, Path(os.environ.get("QINGHE_SECRETS", "."))
    pem, secret = (folder / "launch-key.pem").read_bytes(), (folder / "pseudonym-secret").read_bytes()
    Portal.host = Host(env["QINGHE_ORIGIN"], env["QINGHE_GATEWAY"], pem, secret)
    # How this server reaches the gateway, where that is not its public address.
    Portal.reach = env.get("QINGHE_REACH") or env["QINGHE_GATEWAY"]
    ThreadingHTTPServer(("127.0.0.1", int(env.get("PORT", "8400"))), Portal).serve_forever()


if __name__ == "__main__":
    serve()
