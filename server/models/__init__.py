"""What Linli remembers: one class a noun, one module an area; constraints live in the database too."""

from typing import Final

from piccolo.table import Table

from server.models.calendar import CalendarDay
from server.models.certificates import Certificate
from server.models.closures import Closure, ClosureService
from server.models.directory import (
    Draft,
    Location,
    Organization,
    Revision,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEntry,
    ServiceToken,
)
from server.models.dispatch import Dispatch
from server.models.estates import Estate, RoutingRule
from server.models.figures import FigureCell, ReleasedRate, RequestMeasure
from server.models.following import Follower, FollowerRating, Told
from server.models.intake import Intake
from server.models.jobs import Job, TopicVersion
from server.models.mistakes import Mistake
from server.models.network import Centre, Division
from server.models.open311 import ApiKey, Open311Request, Open311Sending
from server.models.people import (
    AccessLog,
    Challenge,
    Erasure,
    Grant,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
)
from server.models.proposals import Proposal, ProviderLink
from server.models.requests import Contact, Photo, RequestToken, ServiceRequest, Step
from server.models.roster import Duty, Supervision
from server.models.sheets import Sheet
from server.models.staffing import StaffChange, StaffInvitation
from server.models.surveys import EarlierResult, Estimate, Stratum, SurveyRelease, SurveyReview, Wave
from server.models.tasks import ManagerTask
from server.models.webhooks import Webhook
from server.models.words import EverydayWord, QueryBatch, QueryWithoutResult

TABLES: Final[list[type[Table]]] = [
    Division,
    Centre,
    CalendarDay,
    Person,
    Grant,
    Session,
    Challenge,
    SecondFactor,
    RecoveryCode,
    AccessLog,
    Erasure,
    StaffInvitation,
    StaffChange,
    Organization,
    Service,
    ServiceArea,
    ServiceToken,
    ServiceEntry,
    Location,
    ServiceAtLocation,
    Schedule,
    Draft,
    Revision,
    Mistake,
    Certificate,
    ProviderLink,
    Proposal,
    Sheet,
    Closure,
    ClosureService,
    ServiceRequest,
    RequestToken,
    Contact,
    Intake,
    Step,
    Photo,
    Dispatch,
    Supervision,
    Estate,
    RoutingRule,
    Duty,
    Follower,
    FollowerRating,
    Told,
    ManagerTask,
    ApiKey,
    Open311Request,
    Open311Sending,
    Webhook,
    RequestMeasure,
    FigureCell,
    ReleasedRate,
    Job,
    TopicVersion,
    Wave,
    Stratum,
    Estimate,
    SurveyRelease,
    SurveyReview,
    EarlierResult,
    EverydayWord,
    QueryWithoutResult,
    QueryBatch,
]
