# Two stages: the first makes the wheel and its environment, the second has nothing but them.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md ./
COPY api ./api
COPY bot ./bot
COPY demo ./demo
COPY edges ./edges
COPY leadbot ./leadbot
COPY models ./models
COPY sandbox ./sandbox
COPY services ./services
COPY simulation ./simulation
COPY web ./web
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir /wheels . \
 && python -m venv /opt/leadbot \
 && /opt/leadbot/bin/python -m pip install --no-cache-dir -c constraints.txt "$(ls /wheels/*.whl)[postgres,proxy]"

FROM python:3.13-slim
LABEL org.opencontainers.image.title="leadbot" \
      org.opencontainers.image.description="Distributes clients' messages from Telegram bots among operators."
RUN groupadd --system --gid 10001 leadbot \
 && useradd --system --uid 10001 --gid leadbot --home-dir /data --no-create-home --shell /usr/sbin/nologin leadbot \
 && install -d -o leadbot -g leadbot -m 0700 /data
COPY --from=build /opt/leadbot /opt/leadbot
COPY deploy/healthcheck.py /opt/leadbot/healthcheck.py
# What is written is in /data and /tmp, so the root may be read-only.
ENV PATH=/opt/leadbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    XDG_CACHE_HOME=/tmp/cache \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATABASE_URL=sqlite+aiosqlite:////data/leadbot.db
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "/opt/leadbot/healthcheck.py"]
ENTRYPOINT ["leadbot"]
CMD ["run"]
