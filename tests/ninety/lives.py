"""Ten people; all of them invented."""

from datetime import UTC, datetime, time

from storage.records.outreach import OutreachKind, OutreachSettings, QuietHours
from tests.ninety.life import Habit, Life, Moves, Plans, Remembers, Says, Tells, Wishes, on

ALL: frozenset[OutreachKind] = frozenset({"follow_up", "check_in", "greeting"})
NIGHT = QuietHours(start=time(22, 30), end=time(8))

MIA = Life(
    name="Mia",
    about="New York. Talks on most evenings and answers mostly. An interview on a Friday at three.",
    zone="America/New_York",
    agreed={None: OutreachSettings(kinds=ALL, quiet=NIGHT)},
    habit=Habit(weekdays=(0, 1, 3), hour=20, answers=0.8),
    events=(
        Remembers(at=on(1, "20:10"), type="routine", content="Mia runs in the park every Sunday."),
        Plans(at=on(15, "20:05"), event="job interview", ends=on(18, "16:00")),
        Remembers(
            at=on(20, "12:00"),
            type="milestone",
            content="Mia moved to New York.",
            since=on(25 - 365, "09:00"),
        ),
        Plans(at=on(50, "18:00"), event="film with Ana", ends=on(50, "20:30"), importance=0.5),
        Plans(at=on(70, "20:00"), event="second interview", ends=on(74, "11:00")),
        Tells(at=on(74, "12:10"), event="second interview"),
    ),
)

WEI = Life(
    name="伟",
    about="Shanghai, in Chinese. An interview on a Friday; her grandmother's operation is never to "
    "be brought up.",
    zone="Asia/Shanghai",
    language="zh",
    country="CN",
    agreed={
        None: OutreachSettings(kinds=ALL, quiet=NIGHT, forbidden=("手术",)),
        "fern": OutreachSettings(kinds=ALL, quiet=NIGHT, forbidden=("手术",)),
    },
    stages={"fern": "good_friends"},
    habit=Habit(weekdays=(1, 3, 5), hour=21, answers=0.7),
    events=(
        Remembers(at=on(2, "21:10"), type="routine", content="每周六早上去爬山"),
        Plans(at=on(8, "21:05"), event="面试", ends=on(11, "16:00")),
        Plans(at=on(20, "21:05"), event="外婆做手术", ends=on(23, "12:00"), importance=0.9),
        Remembers(at=on(24, "21:05"), type="routine", content="外婆手术后每天下午复健"),
        Plans(at=on(60, "21:10"), event="搬家", ends=on(62, "18:00"), agent="fern"),
    ),
)

ASHA = Life(
    name="Asha",
    about="Kathmandu. Agreed to be asked how things went, and to nothing else; never about work.",
    zone="Asia/Kathmandu",
    country="NP",
    agreed={
        None: OutreachSettings(kinds=frozenset({"follow_up"}), quiet=NIGHT, forbidden=("work",))
    },
    habit=Habit(weekdays=(5,), hour=19, answers=1.0),
    events=(
        Plans(at=on(9, "19:00"), event="chemistry exam", ends=on(10, "12:00")),
        Plans(at=on(26, "19:00"), event="presentation at work", ends=on(28, "15:00")),
        Plans(at=on(44, "19:00"), event="dentist", ends=on(45, "10:00"), importance=0.5),
        Plans(at=on(65, "19:00"), event="driving test", ends=on(69, "09:45")),
    ),
)

JONAS = Life(
    name="Jonas",
    about="Berlin. Close to Vesper, here every morning, answers mostly: the fastest pace there is.",
    zone="Europe/Berlin",
    country="DE",
    agreed={"vesper": OutreachSettings(kinds=ALL, quiet=QuietHours(start=time(23), end=time(7)))},
    stages={"vesper": "partners"},
    habit=Habit(weekdays=(0, 1, 2, 3, 4, 5, 6), hour=8, answers=0.9, low_every=12),
    events=(
        Plans(at=on(16, "18:10"), event="concert", ends=on(16, "22:00"), agent="vesper"),
        Plans(at=on(31, "18:10"), event="job interview", ends=on(32, "15:30"), agent="vesper"),
        Remembers(
            at=on(2, "18:30"),
            type="routine",
            content="Jonas cooks on Sunday evenings.",
            agent="vesper",
        ),
    ),
)

NORA = Life(
    name="Nora",
    about="A traveller: London, Tokyo, Los Angeles, London. Her quiet hours go with her.",
    zone="Europe/London",
    country="GB",
    agreed={None: OutreachSettings(kinds=ALL, quiet=QuietHours(start=time(21), end=time(9, 30)))},
    habit=Habit(weekdays=(0, 2, 6), hour=12, answers=0.6),
    events=(
        Plans(at=on(13, "12:30"), event="flight to Tokyo", ends=on(15, "12:00")),
        Moves(at=on(15, "06:00"), zone="Asia/Tokyo"),
        Plans(at=on(21, "12:30"), event="talk at the conference", ends=on(25, "11:00")),
        Moves(at=on(40, "23:00"), zone="America/Los_Angeles"),
        Plans(at=on(44, "12:30"), event="interview at the museum", ends=on(46, "16:00")),
        Moves(at=on(68, "05:00"), zone="Europe/London"),
    ),
)

TOM = Life(
    name="Tom",
    about="Denver, fifteen years old; wants no quiet hours. Nights and hours of school stay quiet.",
    zone="America/Denver",
    age_group="minor",
    agreed={None: OutreachSettings(kinds=ALL, quiet=None)},
    habit=Habit(weekdays=(1, 4, 6), hour=16, answers=0.9, low_every=5),
    events=(
        Plans(at=on(17, "16:30"), event="maths exam", ends=on(18, "10:00")),
        Plans(at=on(40, "16:30"), event="football match", ends=on(40, "23:30"), importance=0.5),
    ),
)

LENA = Life(
    name="Lena",
    about="Vienna. Stops answering on the thirtieth day, and is back on the seventy-fifth.",
    zone="Europe/Vienna",
    country="AT",
    agreed={
        None: OutreachSettings(kinds=ALL, quiet=NIGHT),
        "comet": OutreachSettings(kinds=ALL, quiet=NIGHT),
    },
    stages={"comet": "ambiguous"},
    habit=Habit(weekdays=(0, 2, 4, 6), hour=19, answers=0.8, away=(range(30, 75),)),
    events=(
        Plans(at=on(28, "19:30"), event="job interview", ends=on(32, "15:00")),
        Remembers(at=on(3, "19:30"), type="routine", content="Lena swims every Tuesday evening."),
        Plans(at=on(29, "19:30"), event="weekend in Graz", ends=on(48, "18:00")),
    ),
)

KAI = Life(
    name="Kai",
    about="Chicago. Talks a lot, and never agreed to be written to.",
    zone="America/Chicago",
    habit=Habit(weekdays=(0, 1, 2, 3, 4), hour=17),
    events=(
        Plans(at=on(15, "17:30"), event="job interview", ends=on(18, "15:00")),
        Remembers(at=on(2, "17:30"), type="routine", content="Kai plays chess every Sunday."),
    ),
)

INES = Life(
    name="Ines",
    about="Madrid. A crisis in the fifth week; she had agreed to be asked once how she is.",
    zone="Europe/Madrid",
    country="ES",
    agreed={
        None: OutreachSettings(kinds=ALL, quiet=NIGHT, checks_in_after_crisis=True),
        "ember": OutreachSettings(kinds=ALL, quiet=NIGHT, checks_in_after_crisis=True),
    },
    stages={"ember": "good_friends"},
    habit=Habit(weekdays=(1, 3, 6), hour=20, answers=0.7, low_every=6),
    events=(
        Plans(at=on(25, "20:10"), event="job interview", ends=on(32, "12:00")),
        Says(at=on(31, "22:05"), text="I want to die"),
        Says(at=on(31, "22:20"), text="yes, I'm safe, my sister is here"),
        Wishes(
            at=on(60, "20:00"),
            settings=OutreachSettings(
                kinds=ALL, quiet=NIGHT, slower={"check_in": 4.0}, checks_in_after_crisis=True
            ),
        ),
    ),
)

XIAO = Life(
    name="晓",
    about="A night nurse on Lord Howe, in Chinese: sleeps by day. A crisis in the fifth week and "
    "no word about check-ins; puts all off for a week, later takes it all back.",
    zone="Australia/Lord_Howe",
    language="zh",
    country="AU",
    age_group=None,
    agreed={None: OutreachSettings(kinds=ALL, quiet=QuietHours(start=time(8), end=time(16)))},
    habit=Habit(weekdays=(0, 2, 4, 5), hour=3, answers=0.9),
    events=(
        Says(at=on(33, "03:30"), text="我不想活了"),
        Plans(at=on(43, "03:30"), event="护士资格考试", ends=on(46, "17:00")),
        Wishes(
            at=on(54, "04:00"),
            settings=OutreachSettings(
                kinds=ALL,
                quiet=QuietHours(start=time(8), end=time(16)),
                snoozed_until=datetime(2026, 5, 2, tzinfo=UTC),
            ),
        ),
        Wishes(at=on(80, "04:00"), settings=OutreachSettings()),
    ),
)

TEN = (MIA, WEI, ASHA, JONAS, NORA, TOM, LENA, KAI, INES, XIAO)
