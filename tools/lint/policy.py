"""What the lint allows, as tables: rooms and their arrows, calls that only a port may make, words, sizes.

Change a table here only together with the design: every entry carries its reason. A single line that is an exception
says so itself, with the name of the check: // lint: allow(threads) the reason
"""

import re

# --- The tree -----------------------------------------------------------------------------------------------------

TOP_LEVEL = {"WORKSPACE", "BUILD", "engine", "simulators", "scenarios", "tools", "tests", "README.md"}

MAX_LINES = 400
LENGTH_APPLIES_TO = (".h", ".cc", ".py", ".sh", ".md")
# A longer file says why near its top: "Length: one table, read as a whole".
LENGTH_REASON = re.compile(r"\bLength:\s*\S.{9,}")
LENGTH_REASON_WITHIN_LINES = 30

# --- Calls that make a room depend on the machine it runs on ------------------------------------------------------

# Rooms whose code is checked; tools and tests drive real processes and may do anything.
CHECKED_ROOMS = ("engine/", "simulators/", "scenarios/")

CLOCK = "ports::Clock (engine/ports/clock.h); a simulator gets `now` as an argument"
SOCKETS = "ports::Transport (engine/ports/transport.h) to send, a handler behind engine/runtime's server to serve"

# check -> (what to use instead, [(name shown, pattern on code without comments and strings)]).
# Free functions are told from methods of the same name by what stands before them.
FREE = r"(?<![\w.>:~])(?:std::|::)?"
BANNED = {
    "clock": (
        CLOCK,
        [
            ("reading a clock", r"\b\w*_?[cC]lock\s*::\s*now\s*\("),
            ("time()", FREE + r"time\s*\(\s*(?:nullptr|NULL|0|&\s*\w+)\s*\)"),
            ("gettimeofday", FREE + r"gettimeofday\s*\("),
            ("clock_gettime", FREE + r"clock_gettime\s*\("),
            ("the machine's time zone", FREE + r"(?:localtime(?:_r)?|mktime)\s*\(|\bcurrent_zone\s*\("),
        ],
    ),
    "sleep": (
        "co_await ports::Clock::SleepUntil (engine/ports/clock.h)",
        [("sleeping", r"\bsleep_(?:for|until)\s*\(|" + FREE + r"(?:usleep|nanosleep|sleep)\s*\(")],
    ),
    "entropy": (
        "ports::Random (engine/ports/random.h); a simulator derives ids from its own counter",
        [
            ("std::random_device", r"\brandom_device\b"),
            ("rand", FREE + r"s?rand\s*\("),
            ("getrandom", FREE + r"get(?:random|entropy)\s*\(|\barc4random\w*\s*\(|\bRAND_bytes\s*\("),
            ("a generator without a seed", r"\b(?:mt19937(?:_64)?|default_random_engine)\s+\w+\s*(?:;|\{\s*\}|=\s*\{\s*\})"),
        ],
    ),
    "sockets": (
        SOCKETS,
        [
            ("Asio or Beast", r"#\s*include\s*<boost/(?:asio|beast)\b|\bboost::(?:asio|beast)\b"),
            ("a system header for sockets", r"#\s*include\s*<(?:sys/socket|netinet/\w+|arpa/inet|netdb|sys/un)\.h>"),
            ("socket()", FREE + r"socket\s*\(\s*(?:AF|PF)_"),
            ("connect()", r"(?<![\w.>:])::(?:connect|bind|listen|accept|send|recv)\s*\("),
        ],
    ),
    "files": (
        "ports::Store (engine/ports/store.h), or read the file in engine/app and pass the text",
        [
            ("file streams", r"\b[io]?fstream\b"),
            ("fopen", FREE + r"(?:fopen|freopen|fdopen|tmpfile|mkstemp|mkdtemp)\s*\("),
            ("open()", r"(?:(?<![\w.>:~ ])|(?<=return ))(?:::)?open(?:at)?\s*\(|= *(?:::)?open(?:at)?\s*\("),
            ("std::filesystem", r"\bfilesystem\b"),
            ("a database file", r"#\s*include\s*[<\"](?:soci/|sqlite3\.h)"),
        ],
    ),
    "environment": (
        "a setting that engine/app reads and passes down",
        [("the environment", FREE + r"(?:secure_)?(?:getenv|setenv|putenv|unsetenv)\s*\(|(?<!\w)environ\b(?!\w)")],
    ),
    "threads": (
        "tasks on the one executor (engine/async/task.h, task_scope.h)",
        [
            ("threads", r"\bstd::(?:jthread|thread|this_thread|async)\b(?!::now)|\bpthread_create\b"),
            ("threads", r"#\s*include\s*<(?:thread|future)>"),
        ],
    ),
    "output": (
        "a sink that the caller passes (the scenario world reads logs too, I13), or return the text",
        [("writing to the terminal", r"\bstd::(?:cout|cerr|clog)\b|" + FREE + r"(?:printf|puts|putchar)\s*\(")],
    ),
}

# (path prefix, checks that do not apply there, reason). A prefix covers the tests beside the code too.
EVERYTHING = frozenset(BANNED)
ALLOWED_PLACES = [
    ("engine/runtime/", EVERYTHING, "the production bindings of the ports are here and nowhere else"),
    ("engine/app/", EVERYTHING, "composition and command line: reads settings, starts the loop, prints"),
    ("engine/agent_app/", EVERYTHING, "the agent's program: settings, journal file, export folder, loop"),
    ("engine/store/sqlite", frozenset({"files", "threads"}), "the durable Store on a database file"),
    ("engine/store/group_commit", frozenset({"threads"}), "the one thread that waits for the disk in the loop's place"),
    ("engine/store/migrations", frozenset({"files"}), "the tables of that database file"),
    ("engine/store/statement", frozenset({"files"}), "the statements on that database file"),
    (
        "engine/store/store_harness",
        frozenset({"files", "environment"}),
        "for tests alone: every Store is tried on a fresh file in the test's own folder",
    ),
    ("simulators/app/", EVERYTHING, "the simulators' command line and composition"),
    ("simulators/kit/http_host", EVERYTHING, "the thin host between real sockets and the state machines"),
    ("simulators/kit/host_clock", frozenset({"clock", "sleep"}), "the binding of the simulated clock to the real one"),
    ("simulators/kit/webhook_sender", frozenset({"sockets", "clock"}), "sends the simulators' webhooks for real"),
    (
        "scenarios/app/",
        EVERYTHING,
        "the scenario command line: reads and writes scenario files, runs jobs side by side, measures minutes",
    ),
]

# In any *_test.cc: a test may read the data that its BUILD file declares, and write to its own folder.
ALLOWED_IN_TESTS = frozenset({"files"})

# --- Includes: the arrows of the design ---------------------------------------------------------------------------

# room -> what it may include besides itself. A value is a room or one file.
CORE = ("engine/async", "engine/domain")
WORKFLOW = CORE + ("engine/audit", "engine/ports", "engine/rules", "engine/systems")
WIRE = CORE + ("engine/http", "engine/ports", "engine/systems", "engine/wire")
ARROWS = {
    "engine/domain": (),
    "engine/async": (),
    "engine/http": (),
    "engine/rules": ("engine/domain",),
    "engine/ports": CORE + ("engine/http",),
    "engine/systems": CORE,
    "engine/audit": CORE + ("engine/ports",),
    "engine/push": WORKFLOW,
    "engine/nightly": WORKFLOW,
    "engine/wire": WIRE,
    "engine/iks": WIRE,
    "engine/procare_online": WIRE,
    "engine/procare_desktop": WIRE + ("engine/audit", "engine/desktop_wire", "engine/rules"),
    "engine/desktop_wire": CORE + ("engine/wire",),
    "engine/desktop_agent": WIRE + ("engine/desktop_wire", "engine/rules"),
    "engine/agent_app": ("engine",),
    "engine/store": CORE + ("engine/ports",),
    "engine/config": CORE + ("engine/rules",),
    "engine/explain": CORE + ("engine/audit", "engine/ports", "engine/rules"),
    # Composes an engine from ports that it is given, so that production and the scenario world get the same one.
    "engine/service": WORKFLOW
    + WIRE
    + (
        "engine/config",
        "engine/explain",
        "engine/iks",
        "engine/nightly",
        "engine/procare_desktop",
        "engine/procare_online",
        "engine/push",
    ),
    "engine/runtime": CORE + ("engine/http", "engine/ports"),
    "engine/testing": CORE + ("engine/http", "engine/ports", "engine/systems"),
    "engine/app": ("engine",),
    "simulators/kit": ("engine/async", "engine/http", "engine/runtime", "engine/ports/clock.h", "engine/domain/instant.h"),
    "simulators/app": ("engine/async", "engine/http", "engine/runtime", "simulators"),
    # The sample enterprise, which all simulators load.
    "simulators/sample": ("simulators",),
    "simulators/*": ("engine/http", "simulators/kit"),
    "scenarios/*": ("engine", "scenarios", "simulators"),
    "tests/*": ("engine", "scenarios", "simulators", "tests", "tools"),
    "tools/*": ("engine", "scenarios", "simulators", "tools"),
}
# Doubles of the ports that a test beside the code may use in addition.
TEST_DOUBLES = ("engine/testing", "engine/store")

# What an arrow protects; the longest prefix of the including room counts.
ARROW_REASONS = {
    "engine": "the engine never sees simulators, scenarios, tests or tools: the engine that ships is the one under test",
    "engine/domain": "domain holds values and knows nobody",
    "engine/async": "tasks know neither the domain nor a port",
    "engine/http": "messages know neither the domain nor a port",
    "engine/rules": "rules are pure decisions: domain values in, plans out; observe in push or nightly and pass the values",
    "engine/ports": "a port names what the engine needs; bindings live in engine/runtime",
    "engine/systems": "the interfaces are owned by the workflows; wire clients implement them",
    "engine/audit": "the audit log is what push and nightly write; it knows neither",
    "engine/push": "push sees a Procare only through engine/systems; what differs between two lives behind it",
    "engine/nightly": "nightly sees a Procare only through engine/systems; what differs between two lives behind it",
    "engine/wire": "what wire clients share speaks HTTP and JSON, and decides nothing",
    "engine/iks": "a wire client translates for one system; deciding is for rules, push and nightly",
    "engine/procare_online": "a wire client translates for one system; deciding is for rules, push and nightly",
    "engine/procare_desktop": "a wire client translates for one system; deciding is for rules, push and nightly",
    "engine/desktop_wire": "what engine and agent say to each other; it knows neither",
    "engine/desktop_agent": "the agent knows the data at the centre and the messages; deciding is for the engine",
    "engine/config": "settings are text turned into values; reading files and the environment is for engine/app",
    "engine/service": "an engine is composed from ports; their bindings are chosen in engine/app or the scenario world",
    "engine/store": "a store keeps what it is given; it neither decides nor sends",
    "engine/runtime": "a binding serves a port; it knows nothing of what is sent or decided",
    "simulators": "simulators share no domain, mapping or client code with the engine, so that one misreading cannot "
    "cancel itself out; only the runtime kit is shared, through simulators/kit",
    "scenarios": "nothing ships or simulates with a tool or a test inside",
}

# Beast and Asio cost every includer seconds of compile time. Headers of this room may include them, as long as only
# files of this room include those headers.
ASIO_INCLUDE = re.compile(r"#\s*include\s*<boost/(?:asio|beast)\b")
ASIO_ROOM = "engine/runtime"

# --- Words that no file of ours may hold --------------------------------------------------------------------------

# (name shown, pattern, what to do). Patterns are written so that they do not match themselves.
WORDS = [
    ("an open end", r"\b(?:TO[D]O|FIX[M]E|X{3})\b", "finish it, or write down the limit and its reason in plain words"),
    ("a path of one machine", r"(?<![\w.\-*])/wor[k]/|/tm[p]/spec\b", "name the place relative to the workspace"),
    ("a folder outside the repository", r"\.\./share[d]\b", "say what is meant; readers do not have that folder"),
    (
        "the host name of a package registry",
        r"\b(?:registr[y]\.(?:npmjs|yarnpkg)|pyp[i]\.org|file[s]\.pythonhosted|prox[y]\.golang|repo[1]?\.maven|"
        r"ghc[r]\.io|(?:deb|ftp|security)\.debian\.or[g]|index\.crate[s]\.io)",
        "leave it to the machine's own configuration",
    ),
]
