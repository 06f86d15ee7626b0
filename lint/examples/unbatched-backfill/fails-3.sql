WITH done AS (UPDATE events SET kind = 'x' WHERE kind <> 'x' RETURNING id) SELECT count(*) FROM done;
