-- What the site tells all its visitors for some time: JSON, or nothing.
ALTER TABLE purpose ADD COLUMN banner TEXT;
