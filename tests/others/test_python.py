"""Libraries from PyPI, and the page's lines that use one of them, on the program's own permits."""

import base64
import glob
import hashlib
import json
import os
import time
import unittest
import zlib

import cbor2
import cwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from pycose.algorithms import Es256
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key
from pycose.keys.curves import P256
from pycose.messages import CoseMessage, Sign1Message

import from_page

with open(os.environ["INSTALLATION"]) as told:
    INSTALLATION = json.load(told)
ISSUER = INSTALLATION["issuer"]
KEYS = json.loads(from_page.fetch(ISSUER + "/.well-known/chasqui/keys.json"))
NOW = time.time()
LIST = "application/statuslist+cwt"


def permit(name):
    return from_page.bytes_of(INSTALLATION[name].split("#")[1])


def code(message):
    """The page reads digits only; the writer's half is needed here alone."""
    width = [0, 3, 5, 8, 10, 13, 15, 17]
    groups = (message[at:at + 7] for at in range(0, len(message), 7))
    digits = "".join(str(int.from_bytes(group, "big")).zfill(width[len(group)]) for group in groups)
    return f"{ISSUER}/v#{digits}"


def raw(key, part):
    return base64.urlsafe_b64decode(key[part] + "==")


def key_of(purpose):
    return next(key for key in KEYS["keys"] if key["purpose"] == purpose)


def claims(name="valid"):
    return cbor2.loads(cbor2.loads(permit(name)).value[2])


def private_key(purpose):
    [file] = glob.glob(f"{INSTALLATION['keys_folder']}/{purpose}-*.pem")
    with open(file, "rb") as pem:
        return serialization.load_pem_private_key(pem.read(), None)


def signed_by_pycose(payload, purpose="status", typ=LIST):
    """What somebody could publish who holds the server's keys and another program."""
    numbers = private_key(purpose).private_numbers()
    wide = lambda number: number.to_bytes(32, "big")
    key = EC2Key(crv=P256, d=wide(numbers.private_value), x=wide(numbers.public_numbers.x), y=wide(numbers.public_numbers.y))
    header = {Algorithm: Es256, KID: raw(key_of(purpose), "kid")}
    if typ is not None:
        header[16] = typ
    return Sign1Message(phdr=header, payload=payload, key=key).encode()


class Page(unittest.TestCase):
    """The lines of docs/verify-in-your-language.md."""

    def check(self, text, fetch=from_page.fetch, now=NOW):
        return from_page.check(text, ISSUER, fetch, now)

    def refused(self, text, **more):
        with self.assertRaises(Exception):
            self.check(text, **more)

    def instead(self, **files):
        """A fetch that gets something else at these ends of addresses."""
        def fetch(address):
            other = next((body for end, body in files.items() if address.endswith(end)), None)
            return from_page.fetch(address) if other is None else other
        return fetch

    def test_a_good_permit_is_valid(self):
        verdict, kind, fields = self.check(INSTALLATION["valid"])
        self.assertEqual((verdict, kind, len(fields)), ("valid", 7, 2))
        labels = from_page.described(kind, fields, ISSUER, "es")
        self.assertEqual(list(labels), ["Nombre", "Documento"])

    def test_a_revoked_one_is_revoked(self):
        self.assertEqual(self.check(INSTALLATION["revoked"])[0], "revoked")

    def test_dates_count(self):
        own = claims()
        self.assertEqual(self.check(INSTALLATION["valid"], now=own[4] - 1)[0], "valid")
        self.assertEqual(self.check(INSTALLATION["valid"], now=own[4])[0], "expired")
        self.assertEqual(self.check(INSTALLATION["valid"], now=own[5] - 300)[0], "valid")
        self.assertEqual(self.check(INSTALLATION["valid"], now=own[5] - 301)[0], "not-yet-valid")

    def test_no_byte_can_change(self):
        good = permit("valid")
        self.assertEqual(code(good), INSTALLATION["valid"])
        for at in range(len(good)):
            for bit in range(8):
                bad = bytearray(good)
                bad[at] ^= 1 << bit
                self.refused(code(bytes(bad)))

    def test_no_digit_can_change(self):
        start = INSTALLATION["valid"].index("#") + 1
        for at in range(start, len(INSTALLATION["valid"])):
            digit = str((int(INSTALLATION["valid"][at]) + 1) % 10)
            self.refused(INSTALLATION["valid"][:at] + digit + INSTALLATION["valid"][at + 1:])

    def test_another_issuers_permit_is_refused_behind_our_address_too(self):
        self.refused(INSTALLATION["foreign"])
        self.refused(f"{ISSUER}/v#{INSTALLATION['foreign'].split('#')[1]}")
        self.refused(INSTALLATION["valid"].replace("http://127.0.0.1", "http://127.0.0.2"))

    def test_another_key_under_the_same_name_is_refused(self):
        other = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        wide = lambda number: base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
        keys = [{**key, "x": wide(other.x), "y": wide(other.y)} for key in KEYS["keys"]]
        self.refused(INSTALLATION["valid"], fetch=self.instead(**{"keys.json": json.dumps({**KEYS, "keys": keys}).encode()}))

    def test_a_key_of_the_other_purpose_is_refused(self):
        payload = cbor2.loads(permit("valid")).value[2]
        self.assertEqual(self.check(code(signed_by_pycose(payload, "permit", None)))[0], "valid")
        self.refused(code(signed_by_pycose(payload, "status", None)))
        self.refused(code(signed_by_pycose(payload, "permit", LIST)))

    def test_lists_that_somebody_tampered_with_are_refused(self):
        number = claims()[-65537][1]
        address = f"/status/{number}"
        genuine = from_page.fetch(ISSUER + address)
        listed = cbor2.loads(cbor2.loads(genuine).value[2])
        with_list = lambda message: self.instead(**{address: message})
        again = signed_by_pycose(cbor2.dumps(listed))
        self.assertEqual(self.check(INSTALLATION["revoked"], fetch=with_list(again))[0], "revoked")

        cleared = {**listed, 65533: {**listed[65533], "lst": zlib.compress(bytes(16384))}}
        wrong_place = {**listed, 2: listed[2] + "0"}
        for message in [
            genuine[:-1] + bytes([genuine[-1] ^ 1]),
            signed_by_pycose(cbor2.dumps(listed), typ=None),
            signed_by_pycose(cbor2.dumps(listed), typ="application/cwt"),
            signed_by_pycose(cbor2.dumps(cleared), purpose="permit"),
            signed_by_pycose(cbor2.dumps(wrong_place)),
            signed_by_pycose(cbor2.dumps({**listed, 4: int(NOW)})),
            permit("revoked"),
            b"",
        ]:
            self.refused(INSTALLATION["revoked"], fetch=with_list(message))

    def test_a_root_signed_set_and_no_way_back(self):
        signed, root = bytes.fromhex(INSTALLATION["key_set"]), INSTALLATION["root"]
        own = from_page.trusted(signed, root, version=7)
        self.assertEqual([key["x"] for key in own["keys"]], [key["x"] for key in KEYS["keys"]])
        for refused in [
            (signed, "0" * 64),
            (signed[:-1] + bytes([signed[-1] ^ 1]), root),
            (signed, root, 8),
            (signed, root, 7, own["exp"]),
            (permit("valid"), root),
        ]:
            with self.assertRaises(Exception):
                from_page.trusted(*refused)


class Libraries(unittest.TestCase):
    """Each library by itself."""

    def test_cwt_reads_it_as_a_web_token_and_checks_its_dates(self):
        key = key_of("permit")
        known = cwt.COSEKey.new({1: 2, -1: 1, 3: -7, 2: raw(key, "kid"), -2: raw(key, "x"), -3: raw(key, "y")})
        read = cwt.decode(permit("valid"), known)
        self.assertEqual((read[1], len(read[7])), (KEYS["iss"], 16))
        bad = bytearray(permit("valid"))
        bad[-1] ^= 1
        with self.assertRaises(cwt.VerifyError):
            cwt.decode(bytes(bad), known)

    def test_pycose_verifies_permits_lists_and_descriptions(self):
        kind, number = claims()[-65537][:2]
        for message, purpose in [
            (permit("valid"), "permit"),
            (from_page.fetch(f"{ISSUER}/status/{number}"), "status"),
            (from_page.fetch(f"{ISSUER}/.well-known/chasqui/permits/{kind}"), "status"),
        ]:
            read = CoseMessage.decode(message)
            self.assertEqual((read.phdr[Algorithm], read.uhdr), (Es256, {}))
            for named in ["permit", "status"]:
                key = key_of(named)
                read.key = EC2Key(crv=P256, x=raw(key, "x"), y=raw(key, "y"))
                self.assertEqual(read.verify_signature(), named == purpose)

    def test_cryptography_verifies_the_structure_that_rfc_9052_says(self):
        head, unprotected, payload, signature = cbor2.loads(permit("valid")).value
        numbers = [int.from_bytes(raw(key_of("permit"), part), "big") for part in "xy"]
        key = ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()
        halves = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
        covered = cbor2.dumps(["Signature1", head, b"", payload])
        key.verify(utils.encode_dss_signature(*halves), covered, ec.ECDSA(hashes.SHA256()))
        with self.assertRaises(InvalidSignature):
            key.verify(utils.encode_dss_signature(*halves), covered + b"\0", ec.ECDSA(hashes.SHA256()))
        spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.assertEqual(cbor2.loads(head), {1: -7, 4: hashlib.sha256(spki).digest()[:8]})

    def test_cbor2_writes_the_very_same_bytes(self):
        own = claims()
        self.assertEqual(cbor2.dumps(own, canonical=True), cbor2.loads(permit("valid")).value[2])
        self.assertEqual(set(own), {1, 4, 5, 7, -65537})


if __name__ == "__main__":
    unittest.main()
