-- A service's open applications in the order of their ids: those on earlier versions are moved to the current one.
CREATE INDEX open_by_service ON applications (service, id, version) WHERE status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL;
