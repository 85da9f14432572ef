# The platform as one image; web, worker and clock are commands of it (compose.yaml).

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/requirements.txt
COPY . /app
WORKDIR /app
# Worthless values: static files are collected with production's settings, which demand them.
RUN SECRET_KEY=only-for-collectstatic-0123456789-0123456789-0123456789 \
    ALLOWED_HOSTS=build.example SITE_URL=https://build.example DEFAULT_FROM_EMAIL=build@build.example \
    DATABASE_URL=sqlite:////tmp/build.sqlite3 CACHE_URL=redis://127.0.0.1/0 \
    DJANGO_SETTINGS_MODULE=cop.settings.production \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q .

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin s3cop \
    && install -d -o s3cop -g s3cop /srv/media /srv/private
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cop.settings.production MEDIA_ROOT=/srv/media PRIVATE_ROOT=/srv/private \
    WEB_CONCURRENCY=2
USER s3cop
VOLUME ["/srv/media", "/srv/private"]
EXPOSE 8000
# One thread a worker: measured, thread pools cost two thirds of the throughput once the ORM is used
# (docs/decisions/granian.md). exec, so that the server gets the stop signal.
CMD ["sh", "-c", "exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers ${WEB_CONCURRENCY} --blocking-threads 1 --backlog 2048 --workers-kill-timeout 20 --respawn-failed-workers --no-ws --log-level warning cop.wsgi:application"]
