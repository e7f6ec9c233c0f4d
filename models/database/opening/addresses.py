"""Addresses of PostgreSQL as people have them from elsewhere: the parameters of libpq, in those of asyncpg.

Nothing that is said about an address holds its password.
"""

from urllib.parse import urlencode

from sqlalchemy import URL, make_url

from models.database.errors import DatabaseUrlError

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
OURS = ("host", "port", "target_session_attrs", "passfile")  # asyncpg knows them by the same names
KNOWN = ("sslmode", *FILES, *OURS)
WORTHLESS = {"channel_binding": ("prefer", "disable"), "gssencmode": ("prefer", "disable")}  # as it is anyway
LOGIN = {"user": "username", "password": "password", "dbname": "database"}


def check_signs(address: str, setting: str) -> None:
    """Refuse a password that would end too early, and be shown as a host; raises DatabaseUrlError."""
    if address.partition("://")[2].count("@") > 1:
        raise DatabaseUrlError(f"{setting}: write @ in the password as %40")


def translate(url: URL, setting: str) -> URL:
    """Return an address of PostgreSQL with the parameters of libpq in the words of asyncpg.

    Raises DatabaseUrlError if one is unknown: it would be a promise that nobody keeps.
    """
    given = {name: value if isinstance(value, tuple) else (value,) for name, value in url.query.items()}
    login = {part: given.pop(name)[-1] for name, part in LOGIN.items() if name in given}
    url = url.set(**login)  # type: ignore[arg-type]  # a password in the query would be shown
    for name, harmless in WORTHLESS.items():
        if name in given and given[name][-1] in harmless:
            del given[name]
    mode = given.pop("ssl", ("",))[-1] or None
    mode = given.pop("sslmode", (mode,))[-1]
    if mode is not None and mode not in MODES:
        raise DatabaseUrlError(f"{setting}: sslmode is one of {', '.join(MODES)}")
    if unknown := sorted(set(given) - {*FILES, *OURS}):
        raise DatabaseUrlError(
            f"{setting}: take ?{'=, '.join(unknown)}= out; what is understood: {', '.join(KNOWN)}"
        )
    files = {name: given.pop(name)[-1] for name in FILES if name in given}
    query: dict[str, str | tuple[str, ...]] = {
        name: values if len(values) > 1 else values[0] for name, values in given.items()
    }
    if files:  # asyncpg takes them in an address only; what stands beside it counts more
        query["dsn"] = f"postgresql:///?{urlencode({**({'sslmode': mode} if mode else {}), **files})}"
    elif mode:
        query["ssl"] = mode
    return url.set(query=query)


def write_for_libpq(address: str) -> str:
    """Return an address for the programs of PostgreSQL, without its password."""
    url = make_url(address.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql")
    query = {"sslmode" if name == "ssl" else name: value for name, value in url.query.items()}
    query.pop("password", None)
    return url.set(query=query)._replace(password=None).render_as_string()


def name_server(url: URL) -> str:
    """Return where a PostgreSQL is, in words of people."""
    host, port = url.query.get("host", url.host), url.query.get("port", url.port)
    hosts = host if isinstance(host, str) else ",".join(host or ("localhost",))
    ports = port if isinstance(port, str | int) else ",".join(port or ("5432",))
    return f"{hosts}/.s.PGSQL.{ports}" if hosts.startswith("/") else f"{hosts}:{ports}"
