-- A service's open applications in the order of their ids: those on earlier versions are moved to the current one. Where many
-- applications are kept, make it by hand beforehand, CONCURRENTLY.
CREATE INDEX IF NOT EXISTS open_by_service ON applications (service, id, version)
    WHERE status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL;
