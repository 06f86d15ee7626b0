-- When a ticket has to be resolved: Saturdays and Sundays do not count.
CREATE OR REPLACE FUNCTION sla_due_at(priority text, created_at timestamptz)
RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $body$
DECLARE
    due  timestamptz := created_at;
    days int;
    rest interval;
BEGIN
    SELECT extract(day FROM p.resolve_within)::int,
           p.resolve_within - extract(day FROM p.resolve_within)::int * interval '1 day'
    INTO days, rest
    FROM sla_policies p
    WHERE p.priority = sla_due_at.priority;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    due := due + rest;
    LOOP
        WHILE extract(isodow FROM due) IN (6, 7) LOOP
            due := due + interval '1 day';
        END LOOP;
        EXIT WHEN days = 0;
        due := due + interval '1 day';
        days := days - 1;
    END LOOP;
    RETURN due;
END;
$body$;
