"""Letters by mail: handed to the one server that the settings name, over TLS or not at all."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from parley.app.core.ports import NotSent

TIMEOUT = 20  # seconds for each answer of the server


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """The operator's mail server; ``account`` is "" where it asks for no name."""

    host: str
    port: int
    sender: str
    account: str = ""
    password: str = field(default="", repr=False)

    def send(self, to: str, subject: str, text: str) -> None:
        """Hand one letter over by STARTTLS. Raises: NotSent: then the server has taken nothing of it."""
        try:
            message = self._message(to, subject, text)
        except ValueError:  # a line break in an address
            raise NotSent("mail_address") from None
        try:
            with smtplib.SMTP(self.host, self.port, timeout=TIMEOUT) as server:
                server.starttls(context=ssl.create_default_context())
                if self.account:
                    server.login(self.account, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            said = next(iter(fault.recipients.values()), (0, b""))[1]
            raise NotSent("mail_refused", _shown(said)) from None
        except smtplib.SMTPAuthenticationError as fault:
            raise NotSent("mail_sign_in", _shown(fault.smtp_error)) from None
        except (smtplib.SMTPNotSupportedError, ssl.SSLError) as fault:
            raise NotSent("mail_not_encrypted", _shown(str(fault))) from None
        except smtplib.SMTPResponseException as fault:
            raise NotSent("mail_refused", _shown(fault.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as fault:
            raise NotSent("mail_unreachable", _shown(str(fault))) from None

    def _message(self, to: str, subject: str, text: str) -> EmailMessage:
        name, at, domain = to.partition("@")
        if not (name and at and domain) or any(one in to for one in " ,;<>"):
            raise ValueError(to)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"], message["Message-ID"] = (
            formatdate(),
            make_msgid(domain=self.sender.rpartition("@")[2].strip("> ")),
        )
        message.set_content(text)
        return message


def _shown(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(one for one in text.split() if one.isprintable())[:200]
