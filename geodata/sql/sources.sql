-- One row per raw file that was read.
SELECT table_name, file, format, encoding, bytes, sha256, note FROM sources ORDER BY table_name, file
