"""What was released, for anybody to take: as CSV and JSON, with a codebook."""

from litestar import Response, Router, get
from litestar.di import NamedDependency

from server.domain.city import City
from server.domain.sheets.writing import CSV
from server.domain.surveys import open_data
from server.domain.surveys.codebook import Codebook, codebook
from server.domain.surveys.open_data import OpenData
from server.domain.surveys.results import TOPIC

CODEBOOK = "/api/open-data/satisfaction/codebook"
CACHED = {"cache": [TOPIC, "network"]}


@get("/satisfaction.json", operation_id="getOpenData", opt=CACHED)
async def get_open_data(city: NamedDependency[City]) -> OpenData:
    """Every released number with its limits and the rule that applied; the withheld ones say why."""
    return OpenData(CODEBOOK, await open_data.released_table(city.zone))


@get("/satisfaction.csv", operation_id="getOpenDataSheet", opt=CACHED, media_type=CSV)
async def get_open_data_sheet(city: NamedDependency[City]) -> Response[bytes]:
    """The same as CSV, in UTF-8; shares have three digits, as they were released."""
    lines = await open_data.released_table(city.zone)
    headers = {"Content-Disposition": 'inline; filename="satisfaction.csv"'}
    return Response(open_data.to_csv(lines), media_type=CSV, headers=headers)


@get("/satisfaction/codebook", operation_id="getCodebook", opt={"cache": ["codebook"]})
async def get_codebook() -> Codebook:
    """What each column and code means, in Chinese and English."""
    return codebook()


router = Router(
    "/open-data",
    route_handlers=[get_open_data, get_open_data_sheet, get_codebook],
    tags=["surveys"],
)
