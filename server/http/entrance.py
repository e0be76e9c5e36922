"""Where sessions begin, go on and end: the rules, with this installation's cookies, limits and messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from litestar import Request, Response
from litestar.datastructures import Cookie
from msgspec import Struct

from server.domain import factors, sessions, sign_in
from server.domain.accounts import Me, shown
from server.domain.errors import NotSignedIn
from server.domain.factors import FactorOffered, Shown
from server.domain.keys import Keys
from server.domain.people import Actor
from server.domain.sessions import Passes
from server.domain.sign_in import CodeToSend, SignIn
from server.domain.tokens import LASTS
from server.http.cookies import cleared, device_known, is_known_device, set_by
from server.http.guesses import counting_wrong, may_ask_again
from server.http.limits import Limits, network_of
from server.http.measures import Measures
from server.http.problems import Problem
from server.http.site import Site
from server.http.who import Doorkeeper
from server.storage.sms import Message, NotSent, Sms


class SignedIn(Struct, frozen=True):
    """Who is signed in; the session itself is in cookies that no script reads."""

    person: Me
    recovery_codes: list[str] = []  # once, when a second factor was set up


class Tokens(Struct, frozen=True):
    """A session for a program, to be sent as `Authorization: Bearer`."""

    person: Me
    access_token: str
    refresh_token: str
    expires_in: int  # seconds
    recovery_codes: list[str] = []  # once, when a second factor was set up


class Entrance(Struct):
    """What signing in takes beside the rules."""

    site: Site
    keys: Keys
    doorkeeper: Doorkeeper
    sms: Sms
    limits: Limits
    numbers: Measures
    sms_a_day: int
    factors: bool  # a second factor is required of staff; else only of those who have one

    def knows(self, request: Request[Any, Any, Any], phone: str) -> bool:
        """This device signed in with this number before, and has a code of its own left."""
        cookie = request.cookies.get(self.site.device_cookie, "")
        return is_known_device(cookie, phone, self.keys) and may_ask_again(self.limits, phone)

    async def send(self, code: CodeToSend, now: datetime) -> None:
        """The message, after the answer has gone: so its time tells nothing about the number."""
        if not code.is_sent:
            return
        try:
            await self.sms.send(Message(code.phone, self.words(code.code), code.code, now))
        except NotSent as error:
            structlog.get_logger().error("sms-not-sent", why=str(error))
        else:
            self.numbers.sms_sent += 1

    def words(self, code: str) -> str:
        """What the message says, and nothing else; the last line lets a phone fill in the code (WebOTP)."""
        text = f"【邻里】{code}，5分钟内有效。工作人员不会向您索要。"
        host = self.site.public_url.partition("://")[2]
        return f"{text}\n@{host} #{code}" if self.site.secure else text

    async def sign_in(self, data: SignIn, request: Request[Any, Any, Any], now: datetime) -> Response[Any]:
        """By code or by password. Raises WrongCode, WrongPassword, TooMany or Unavailable."""
        remember: list[Cookie] = []
        shown: Shown | None = None
        if data.username:
            address = network_of(request.client.host if request.client else "")
            with counting_wrong(self.limits, sign_in.as_username(data.username), address):
                person = await sign_in.staff_with(data.username, data.password)
                required = self.factors and await factors.must_have_one(person, now)
                shown = await factors.show_factor(person, data.otp, self.keys, now, is_required=required)
            policy = sessions.STAFF
        else:
            resident = await sign_in.redeem(data.challenge, data.code, self.keys, now)
            person, policy = resident.person, sessions.policy_of(False, data.own_phone)
            if data.own_phone:
                remember = [device_known(resident.phone, self.keys, self.site)]
        await self._end_before(request, now)
        passes = await sessions.begin(person, policy, self.keys, self.doorkeeper.ring, now)
        if shown:
            await factors.note_shown(passes.session, now)
        return await self._answer(passes, data.as_token, remember, shown.recovery_codes if shown else [])

    async def offer_factor(
        self, username: str, password: str, request: Request[Any, Any, Any], now: datetime
    ) -> FactorOffered:
        """For whoever has the password and no second factor. Raises WrongPassword, TooMany, FactorThere."""
        address = network_of(request.client.host if request.client else "")
        with counting_wrong(self.limits, sign_in.as_username(username), address):
            person = await sign_in.staff_with(username, password)
        return await factors.offer_factor(person, sign_in.as_username(username), self.keys, now)

    async def verify(self, actor: Actor, otp: str, request: Request[Any, Any, Any], now: datetime) -> None:
        """The second factor shown again. Raises NotSignedIn, WrongFactor, TooMany."""
        if actor.person is None or actor.session is None:
            raise NotSignedIn
        address = network_of(request.client.host if request.client else "")
        with counting_wrong(self.limits, str(actor.person), address):
            await factors.show_factor(actor.person, otp, self.keys, now, is_required=True)
        await factors.note_shown(actor.session, now)

    async def renew(self, token: str | None, request: Request[Any, Any, Any], now: datetime) -> Response[Any]:
        """New passes for old. 401 when there are none, and then the cookies go."""
        refresh = token or request.cookies.get(self.site.refresh_cookie, "")
        try:
            passes = await sessions.renew(refresh, self.keys, self.doorkeeper.ring, now)
        except NotSignedIn:
            raise Problem(401, "not-signed-in").with_cookies(cleared(self.site)) from None
        return await self._answer(passes, token is not None, [])

    async def sign_out(self, request: Request[Any, Any, Any], now: datetime) -> Response[None]:
        """Over at once, whichever of its two passes is still good; also if it was over before."""
        token = self.doorkeeper.token_in(request.headers.get("authorization", ""), request.cookies)
        session = self.doorkeeper.session_of(token)
        if session is not None:
            await sessions.end(session, now)
            self.doorkeeper.forget(session)
        await self._end_before(request, now)
        return Response(None, status_code=204, cookies=cleared(self.site))

    async def _end_before(self, request: Request[Any, Any, Any], now: datetime) -> None:
        """The session that this browser had until now: a new sign-in never goes on with an old id."""
        refresh = request.cookies.get(self.site.refresh_cookie, "")
        session = await sessions.end_of_refresh(refresh, self.keys, now) if refresh else None
        if session is not None:
            self.doorkeeper.forget(session)

    async def _answer(
        self, passes: Passes, as_token: bool, remember: list[Cookie], codes: Sequence[str] = ()
    ) -> Response[Any]:
        actor = await self.doorkeeper.actor_of(passes.access)
        if actor.person is None:
            raise NotSignedIn
        person = await shown(actor.person, actor)
        if as_token:
            seconds = int(LASTS.total_seconds())
            tokens = Tokens(person, passes.access, passes.refresh, seconds, list(codes))
            return Response(tokens, status_code=200)
        signed_in = SignedIn(person, list(codes))
        return Response(signed_in, status_code=200, cookies=[*set_by(passes, self.site), *remember])
