"""Writes key-sets.json: signed key sets made by another implementation (Python's `cryptography`), and what a reader makes of each.

Both readers are held to them: tests/permit/key_sets.rs and the scanner's own tests. Signatures are RFC 6979's, so that the
file comes out the same each time:  python3 key-sets.py > key-sets.json
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
TYP = "application/chasqui-key-set+json"
IAT = 1_774_310_400
EXP = IAT + 90 * 86_400


class Key:
    def __init__(self, secret):
        self.private = ec.derive_private_key(secret, ec.SECP256R1())
        public = self.private.public_key()
        self.fingerprint = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
        self.kid = self.fingerprint[:8]
        self.point = public.public_numbers()

    def jwk(self, **more):
        text = lambda number: base64url(number.to_bytes(32, "big"))
        return {"kty": "EC", "crv": "P-256", "x": text(self.point.x), "y": text(self.point.y), "kid": base64url(self.kid), **more}

    def trusted(self, purpose, **more):
        return self.jwk(alg="ES256", use="sig", purpose=purpose, **more)

    def sign(self, message, high=False):
        der = self.private.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = utils.decode_dss_signature(der)
        low = min(s, ORDER - s)
        return r.to_bytes(32, "big") + (ORDER - low if high else low).to_bytes(32, "big")


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def head(major, size):
    if size < 24:
        return bytes([major << 5 | size])
    width = 1 if size < 1 << 8 else 2 if size < 1 << 16 else 4
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26}[width]]) + size.to_bytes(width, "big")


def octets(data):
    return head(2, len(data)) + data


def text(value):
    return head(3, len(value.encode())) + value.encode()


def envelope(payload, signer, kid=None, typ=TYP, tag=b"\xd2", high=False):
    """18([ << {1: -7, 4: kid, 16: typ} >>, {}, payload, signature ])"""
    members = b"\x01\x26\x04" + octets(kid or signer.kid) + (b"\x10" + text(typ) if typ else b"")
    protected = bytes([0xA3 if typ else 0xA2]) + members
    signed = b"\x84" + text("Signature1") + octets(protected) + octets(b"") + octets(payload)
    return tag + b"\x84" + octets(protected) + b"\xa0" + octets(payload) + octets(signer.sign(signed, high))


ROOT = Key(0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)  # RFC 6979, A.2.5
NEXT = Key(0xFF2075421C199FECA4C352B816D7931352B9815A999111D2B0DE7C3200AD0B4A)
PERMIT, STATUS = Key(0xA11CE), Key(0xB0B)


def payload(signer=ROOT, **changes):
    members = {
        "iss": "permisos.gob.pe",
        "address": "https://permisos.gob.pe",
        "version": 7,
        "iat": IAT,
        "exp": EXP,
        "root": signer.jwk(),
        "keys": [PERMIT.trusted("permit"), STATUS.trusted("status", retired_at=IAT, exp=IAT + 86_400)],
    }
    members.update(changes)
    return {name: value for name, value in members.items() if value is not None}


def packed(members):
    return json.dumps(members, separators=(",", ":")).encode()


def signed(signer=ROOT, **changes):
    return envelope(packed(payload(signer, **changes)), signer)


def fingerprints(*roots):
    return [root.fingerprint.hex() for root in roots]


def accepted(version, data):
    return {"version": version, "hash": hashlib.sha256(data).hexdigest()}


CASES = []


def case(name, data, expect, pinned=(ROOT,), last=None, issuer="permisos.gob.pe", now=IAT + 3600):
    CASES.append(
        {
            "name": name,
            "pinned": {"roots": fingerprints(*pinned), "last": last},
            "issuer": issuer,
            "now": now,
            "bytes": data.hex(),
            "expect": expect,
        }
    )


def good(name, data, version=7, roots=None, **more):
    expect = {"version": version, "roots": fingerprints(*(roots or more.get("pinned", (ROOT,))))}
    expect["keys"] = [{"kid": PERMIT.kid.hex(), "purpose": "permit"}, {"kid": STATUS.kid.hex(), "purpose": "status"}]
    case(name, data, expect, **more)


def bad(name, data, cause="malformed", **more):
    case(name, data, {"refused": cause}, **more)


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


SEVENTH = signed()
OTHER_SEVENTH = signed(iat=IAT + 1)
EARLIER = accepted(6, b"the set before")

good("the first set that a reader meets", SEVENTH)
good("a newer one than before", SEVENTH, last=EARLIER)
good("the very same as before", SEVENTH, last=accepted(7, SEVENTH))
good("in its last second", SEVENTH, now=EXP - 1)
good("signed in the future: whose clock is wrong is not for the set to say", SEVENTH, now=IAT - 86_400)
good("the first root hands over to a second", signed(roots=fingerprints(ROOT, NEXT)), roots=(ROOT, NEXT))
good("the second root signs while both are pinned", signed(NEXT), pinned=(ROOT, NEXT))
good("the second root lets the first go", signed(NEXT, roots=fingerprints(NEXT)), pinned=(ROOT, NEXT), roots=(NEXT,))
more = [PERMIT.trusted("permit", colour="red"), {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, ROOT.trusted("mail"), STATUS.trusted("status")]
good("members, kinds of keys and purposes that are not for us are passed over", signed(keys=more, remark="x"))
good("the largest version", signed(version=2**53 - 1), version=2**53 - 1, last=EARLIER)

bad("a root that is not pinned", SEVENTH, "foreign-root", pinned=(NEXT,))
bad("the first root after it was let go", signed(version=9), "foreign-root", pinned=(NEXT,), last=accepted(8, b""))
bad("the keys of another issuer", SEVENTH, "foreign-issuer", issuer="otro.gob.pe")
bad("an older set", SEVENTH, "older", last=accepted(8, b"the set after"))
bad("an older set that is also over", SEVENTH, "older", last=accepted(8, b"the set after"), now=EXP)
bad("another set of the same version", OTHER_SEVENTH, "other", last=accepted(7, SEVENTH))
bad("in its first second after the end", SEVENTH, "expired", now=EXP)
bad("the very same as before, after its end", SEVENTH, "expired", last=accepted(7, SEVENTH), now=EXP)

bad("a letter of the payload changed", flipped(SEVENTH, SEVENTH.index(b"permisos")), "forged")
bad("a bit of the signature changed", flipped(SEVENTH, len(SEVENTH) - 1), "forged")
bad("the higher s", envelope(packed(payload()), ROOT, high=True), "forged")
bad("somebody else's signature under the root's name", envelope(packed(payload()), NEXT, kid=ROOT.kid), "forged")
bad("signed by a key of the set", envelope(packed(payload()), PERMIT), "forged")
bad("the root's signature under another name", envelope(packed(payload()), ROOT, kid=NEXT.kid), "forged")

bad("no typ, as a permit", envelope(packed(payload()), ROOT, typ=None))
bad("the typ of a permit description", envelope(packed(payload()), ROOT, typ="application/chasqui-permit-description+json"))
bad("no tag", envelope(packed(payload()), ROOT, tag=b""))
bad("a byte behind the end", SEVENTH + b"\0")
bad("cut off", SEVENTH[:-1])
bad("nothing", b"")
bad("no JSON", envelope(b"keys", ROOT))
for name in ["iss", "address", "version", "iat", "exp", "root", "keys"]:
    bad(f"no {name}", signed(**{name: None}))
bad("a version in words", signed(version="7"))
bad("a negative version", signed(version=-1), last=None)
bad("a version that not every reader can count to", signed(version=2**53))
bad("half a second", signed(exp=EXP + 0.5))
bad("a root off the curve", signed(root=ROOT.jwk() | {"y": base64url(bytes(32))}))
bad("a root under another name", signed(root=ROOT.jwk() | {"kid": base64url(NEXT.kid)}))
bad("a key under another name", signed(keys=[PERMIT.trusted("permit") | {"kid": base64url(NEXT.kid)}]))
bad("a key off the curve", signed(keys=[PERMIT.trusted("permit") | {"y": base64url(bytes(32))}]))
bad("a private key", signed(keys=[PERMIT.trusted("permit", d=base64url(bytes(32)))]))
bad("a hand-over to nobody", signed(roots=[]))
bad("a hand-over that leaves the signer out", signed(roots=fingerprints(NEXT)))
bad("a hand-over to a name in capitals", signed(roots=[*fingerprints(ROOT), NEXT.fingerprint.hex().upper()]))
bad("a hand-over to half a name", signed(roots=[*fingerprints(ROOT), NEXT.kid.hex()]))

print(json.dumps({"cases": CASES}, indent=1))
