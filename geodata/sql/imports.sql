-- One row per raw table: what the build read and set aside, and what is new against the version before.
SELECT table_name, read, kept, set_aside, new, changed, unchanged, gone FROM imports ORDER BY table_name
