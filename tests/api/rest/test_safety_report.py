"""The counts of a year, for everybody to read."""

from litestar import Litestar
from litestar.testing import AsyncTestClient
from psycopg import AsyncConnection

Client = AsyncTestClient[Litestar]


async def test_anybody_reads_the_counts_of_a_year_and_no_count_that_is_small(
    visitor: Client, database_url: str
) -> None:
    async with await AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute(
            "INSERT INTO care_counts VALUES ('2032-05-01', 'plan', 5), ('2032-05-01', 'intent', 4)"
        )
        await connection.execute(
            "INSERT INTO kept_back_counts VALUES "
            "('2032-06-01', 'clings.x', 7), ('2032-07-01', 'clings.x', 1)"
        )
    answer = await visitor.get("/safety/report", params={"year": 2032})
    assert answer.status_code == 200
    assert answer.json() == {
        "year": 2032,
        "total": 5,
        "referrals": [{"month": "2032-05", "reason": "plan", "count": 5}],
        "keptBackTotal": 7,
        "keptBack": [{"month": "2032-06", "rule": "clings.x", "count": 7}],
        "fewestTold": 5,
    }
    for refused in ({}, {"year": "1999"}, {"year": "9999"}, {"year": "last"}):
        assert (await visitor.get("/safety/report", params=refused)).status_code == 400, refused
    described = (await visitor.get("/schema/openapi.json")).json()["paths"]["/safety/report"]["get"]
    assert described["parameters"][0]["schema"]["minimum"] == 2000
    assert described["security"] == [{}], "nobody needs to sign in for it"
