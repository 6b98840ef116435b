"""The sample against docs/vectors.json. `python3 test_host.py tokens FOLDER ORIGIN GATEWAY` prints tokens for a gateway
to judge."""
import json, sys, unittest
from datetime import date
from pathlib import Path

from host import Host, age_on, unb64

VECTORS = json.loads((Path(__file__).parents[2] / "docs/vectors.json").read_text(encoding="utf-8"))
ANNA = {"id": "20230417", "age": 15, "school": "s-017", "grade": "9", "class": "初三(2)班"}


def claims_of(token):
    return json.loads(unb64(token.split(".")[1]))


def body(sent):
    found = next(unb64(one["bytes"]) for one in VECTORS["envelopes"] if one["name"] == sent["name"])
    out = bytearray(found[: len(found) - sent.get("cut", 0)] + bytes(sent.get("append", 0)))
    if "xor" in sent:
        out[sent["xor"]["at"]] ^= sent["xor"]["with"]
    return bytes(out)


def tokens(folder, origin, gateway):
    pem, secret = ((Path(folder) / name).read_bytes() for name in ("launch-key.pem", "pseudonym-secret"))
    host = Host(origin, gateway, pem, secret)
    claims = host.claims(ANNA)
    valid, older = (host.sign(one).split(".") for one in (claims, {**claims, "age": 16}))
    return {
        "valid": ".".join(valid),
        "replayed": host.sign({**claims, "sub": host.pseudonym("20230418")}),
        "expired": host.sign({**host.claims(ANNA), "iat": claims["iat"] - 90_000, "exp": claims["exp"] - 90_000}),
        "audience": host.sign({**host.claims(ANNA), "aud": "https://elsewhere.example"}),
        "altered": ".".join((valid[0], older[1], valid[2])),
        "oversized": host.sign({**host.claims(ANNA), "note": "x" * 3000}),
    }


class Sample(unittest.TestCase):
    def setUp(self):
        theirs = VECTORS["host"]
        secret = unb64(theirs["pseudonymSecret"])
        self.host = Host(theirs["origin"], VECTORS["gateway"]["origin"], theirs["key"].encode(), secret)

    def test_key_header_and_pseudonyms_are_those_of_the_vectors(self):
        self.assertEqual(self.host.jwks, VECTORS["host"]["jwks"])
        self.assertEqual(self.host.header, VECTORS["host"]["header"])
        for one in VECTORS["pseudonyms"]:
            self.assertEqual(self.host.pseudonym(one["person"]), one["sub"])
        for one in VECTORS["ages"]:
            days = (date.fromisoformat(one[name]) for name in ("birthday", "on"))
            self.assertEqual(age_on(*days), one["age"], one)

    def test_a_token_says_what_the_vectors_say_under_a_launch_of_its_own(self):
        one, two = (claims_of(self.host.sign(self.host.claims(ANNA, VECTORS["now"]))) for _ in range(2))
        self.assertEqual({**one, "jti": ""}, {**VECTORS["launch"]["claims"], "jti": ""})
        self.assertRegex(one["jti"], r"^[\w-]{16,64}$")
        self.assertNotEqual(one["jti"], two["jti"])
        self.assertEqual(self.host.claims({**ANNA, "consent": "c-1"})["consent"], "c-1")

    def test_every_signature_has_64_bytes_and_holds(self):
        for nth in range(600):
            token = self.host.sign({"nth": nth})
            self.assertEqual(len(token.split(".")[2]), 86)
            self.assertEqual(self.host.refuses(token, bytes(2048)), 0)

    def test_every_exchange(self):
        for one in VECTORS["exchanges"]:
            with self.subTest(one["name"]):
                expected = 0 if one["host"] == "forwards" else one["host"]
                self.assertEqual(self.host.refuses(one["token"] or "", body(one["envelope"])), expected)


if __name__ == "__main__":
    if sys.argv[1:2] == ["tokens"]:
        print(json.dumps(tokens(*sys.argv[2:])))
    else:
        unittest.main()
