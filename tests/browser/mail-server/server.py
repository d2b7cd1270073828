"""A mail server as ministries have one: STARTTLS with a certificate of its own authority, then a log-in, then letters.

Prints one JSON line a happening: {"ready": port}, {"refused": why}, {"letter": {...}}.
Usage: server.py FOLDER PORT; the authority's certificate is FOLDER/ca.pem and survives a restart.
"""

import email
import email.policy
import json
import logging
import pathlib
import ssl
import sys
import threading

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

USER, PASSWORD = b"permisos", b"quinua-con-leche"


def say(**happening):
    print(json.dumps(happening), flush=True)


class Letters:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        attachments = [
            {"name": part.get_filename(), "type": part.get_content_type(), "base64": part.get_payload().replace("\r\n", "")}
            for part in message.iter_attachments()
        ]
        say(letter={
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode(),
            "id": message["message-id"],
            "subject": str(message["subject"]),
            "text": message.get_body(("plain",)).get_content(),
            "attachments": attachments,
        })
        return "250 taken"


def authenticate(server, session, envelope, mechanism, auth_data):
    right = auth_data.login == USER and auth_data.password == PASSWORD
    if not right:
        say(refused="log-in")
    return AuthResult(success=right, auth_data=auth_data)


def certificate(folder):
    """The server's certificate, by an authority that only this folder knows."""
    bundle = folder / "server.pem"
    if not bundle.exists():
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / "ca.pem")
        authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(bundle)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(bundle)
    return context


# A client that breaks off the handshake is expected here, not worth a traceback.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

folder = pathlib.Path(sys.argv[1])
controller = Controller(
    Letters(),
    hostname="127.0.0.1",
    port=int(sys.argv[2]),
    tls_context=certificate(folder),
    require_starttls=True,
    auth_required=True,
    authenticator=authenticate,
)
controller.start()
say(ready=int(sys.argv[2]))
threading.Event().wait()
