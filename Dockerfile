# The desk in an image: docker build -t motcua . && docker run -it -v motcua:/data motcua
# `make docker-proof` runs these steps without Docker; it stops at a kind of step it does not know.
FROM python:3.11-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

# A user by number needs no entry in the image, and Kubernetes can see that it is not root.
RUN install --directory --owner=10001 --group=10001 --mode=700 /data

# The lock file alone first: the layer below is made anew only when a dependency changes.
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock

# .dockerignore lets in only what is installed.
COPY . .
RUN pip install --no-deps --no-build-isolation .

# Relative paths start at /: the database of `chat --sample`, data/sample.sqlite3, is in the volume.
WORKDIR /
ENV HOME=/data MOTCUA_DATABASE_URL=sqlite:////data/motcua.sqlite3
USER 10001:10001
VOLUME /data

HEALTHCHECK --interval=60s --timeout=20s --start-period=20s CMD ["motcua", "check"]
ENTRYPOINT ["motcua"]
CMD ["chat"]
