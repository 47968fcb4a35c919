"""Letters by mail: handed to the one server that the settings name, over TLS or not at all."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from parley.app.core.ports import Handing, Letter

TIMEOUT = 20.0  # seconds for each answer of the server
IN_ALL = 120.0  # … for all letters that are handed over together
TAKEN = (250, 251)


class _NotSent(Exception):
    """The server has not taken a letter; ``code`` is why, ``said`` what it said."""

    def __init__(self, code: str, said: object = "") -> None:
        super().__init__(code)
        self.code, self.said = code, _shown(said)


class _Server(smtplib.SMTP):
    """One that is there before its line is, so that the line can be cut however far it has come; named as its certificate has it."""

    def __init__(self, host: str, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._host = host


@dataclass(frozen=True, slots=True)
class SmtpMail:
    """The operator's mail server; ``account`` is "" where it asks for no name."""

    host: str
    port: int
    sender: str
    account: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT
    in_all: float = IN_ALL

    def send(self, letters: Sequence[Letter]) -> Iterator[Handing]:
        """``app.ports.Mail``. What was not handed over within ``in_all`` has failed."""
        left = list(letters)
        try:
            with self._connected() as server:
                while left:
                    for told in self._hand_over(server, left[0]):
                        if told.state != "sending":
                            left.pop(0)
                        yield told
        except _NotSent as why:
            yield from (Handing(one.key, "failed", why.code, why.said) for one in left)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Give a server that knows us, on an encrypted line, for ``in_all`` seconds. Raises: _NotSent."""
        server = _Server(self.host, min(self.timeout, self.in_all))
        over = threading.Event()
        ends = threading.Timer(self.in_all, _cut, (server, over))
        ends.daemon = True
        ends.start()
        try:
            with _in_words():
                code, said = server.connect(self.host, self.port)
                if code != 220:
                    raise _NotSent("mail_unreachable", said)
                server.starttls(context=ssl.create_default_context())
                if self.account:
                    server.login(self.account, self.password)
                server.ehlo_or_helo_if_needed()
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        except _NotSent:
            if over.is_set():
                raise _NotSent("mail_too_slow") from None
            raise
        finally:
            ends.cancel()
            server.close()

    def _hand_over(self, server: smtplib.SMTP, letter: Letter) -> Iterator[Handing]:
        """Yield what becomes of one letter, at the end that it is sent, failed or unknown. Raises: _NotSent where all that are left fail."""
        try:
            data = self._message(letter).as_bytes(policy=SMTP)
        except ValueError:  # a line break in an address
            yield Handing(letter.key, "failed", "mail_address")
            return
        with _in_words():
            code, said = server.mail(parseaddr(self.sender)[1])
            if code in TAKEN:
                code, said = server.rcpt(letter.to)
            if code not in TAKEN:
                server.rset()
        if code not in TAKEN:
            yield Handing(letter.key, "failed", "mail_refused", _shown(said))
            return
        yield Handing(letter.key, "sending")  # from here on it may be there, whatever we hear
        try:
            code, said = server.data(data)
        except smtplib.SMTPDataError as fault:
            code, said = fault.smtp_code, _bytes(fault.smtp_error)
        except (smtplib.SMTPException, OSError) as fault:
            yield Handing(letter.key, "unknown", "mail_not_known", _shown(fault))
            raise _NotSent("mail_unreachable", fault) from None
        if code in TAKEN:
            yield Handing(letter.key, "sent")
        else:
            yield Handing(letter.key, "failed", "mail_refused", _shown(said))

    def _message(self, letter: Letter) -> EmailMessage:
        name, at, domain = letter.to.partition("@")
        if (
            not (name and at and domain)
            or not letter.to.isascii()
            or any(one in letter.to for one in " ,;<>")
        ):
            raise ValueError(letter.to)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, letter.to, letter.subject
        message["Date"] = formatdate()
        ours = make_msgid(domain=parseaddr(self.sender)[1].rpartition("@")[2])
        message["Message-ID"] = f"<{letter.key}@{ours.rpartition('@')[2]}"
        message.set_content(letter.text)
        return message


@contextmanager
def _in_words() -> Iterator[None]:
    """Raises: _NotSent for whatever ends a connection before anything was taken."""
    try:
        yield
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as fault:
        raise _NotSent("mail_unreachable", fault) from None
    except smtplib.SMTPAuthenticationError as fault:
        raise _NotSent("mail_sign_in", fault.smtp_error) from None
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as fault:
        raise _NotSent("mail_not_encrypted", fault) from None
    except smtplib.SMTPResponseException as fault:
        raise _NotSent("mail_refused", fault.smtp_error) from None
    except (smtplib.SMTPException, OSError) as fault:
        raise _NotSent("mail_unreachable", fault) from None


def _cut(server: smtplib.SMTP, over: threading.Event) -> None:
    """End a connection whose time is over, however slowly the server goes on answering."""
    over.set()
    line = server.sock
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _bytes(said: object) -> bytes:
    return said if isinstance(said, bytes) else str(said).encode()


def _shown(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(one for one in text.split() if one.isprintable())[:200]
