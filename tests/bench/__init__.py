"""What `make bench` measures with: settings, bare views, seeded data, load. Never part of a deployment."""
