-- Indexes over what the parser or the planner makes of an expression.
create table crates (name varchar, date date);
CREATE FUNCTION canon_crate_name(text) RETURNS text AS $$
                    SELECT replace(lower($1), '-', '_')
                $$ LANGUAGE SQL
            ;
CREATE UNIQUE INDEX index_crates_name ON crates (canon_crate_name(name));
CREATE FUNCTION n2(character varying) RETURNS character varying
    LANGUAGE sql
    AS $_$
                    SELECT LOWER(REPLACE($1, '_', '-'));
                $_$;
CREATE UNIQUE INDEX ON crates (n2(name));
create index on crates (date(date));
create temp table x as select id::int as id from (select '1'::text as id) s;
create function rm() returns int language plpgsql as $$ begin
  create temp table tmp_ids as select name as id, date from crates where name = 'x';
  delete from crates where name in (select id from tmp_ids);
  drop table tmp_ids; return 1; end $$;
select rm();
create table v (a varchar(10), b varchar, c text, d int);
create index on v ((a::varchar));
create index on v ((a::varchar(10)));
create index on v ((b::varchar));
create index on v (text(c));
create index on v ((c::text), (d::int), int4(d));
create index on v ((b::text));
create table w (at timestamp, n int);
create index on w (date(at), (n::bigint));
alter table w alter at type date, alter n type bigint;
