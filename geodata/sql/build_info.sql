-- One row per fact about the build.
SELECT key, value FROM build_info ORDER BY key
