--
-- PostgreSQL database dump
--

\restrict mspUWgxt5Xb7Xh7oZPvwQs6lbz0nWKpeGl939l5j6MZiumy2rxPk3HnU38Nsh3f

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.mood AS ENUM (
    'sad',
    'ok'
);


ALTER TYPE app.mood OWNER TO postgres;

--
-- Name: f(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;


ALTER FUNCTION app.f() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: c; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.c (
    t bigint
);


ALTER TABLE app.c OWNER TO postgres;

--
-- Name: p; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.p (
    d date NOT NULL,
    id integer
)
PARTITION BY RANGE (d);


ALTER TABLE app.p OWNER TO postgres;

--
-- Name: p1; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.p1 (
    d date NOT NULL,
    id integer
);


ALTER TABLE app.p1 OWNER TO postgres;

--
-- Name: t; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.t (
    id bigint NOT NULL,
    m app.mood DEFAULT 'ok'::app.mood NOT NULL,
    v character varying(20),
    CONSTRAINT t_v_check CHECK (((v)::text <> ''::text))
);


ALTER TABLE app.t OWNER TO postgres;

--
-- Name: t_id_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

ALTER TABLE app.t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.t_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: w; Type: VIEW; Schema: app; Owner: postgres
--

CREATE VIEW app.w AS
 SELECT t.id,
    t.m
   FROM app.t;


ALTER TABLE app.w OWNER TO postgres;

--
-- Name: p1; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.p ATTACH PARTITION app.p1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');


--
-- Name: t t_pkey; Type: CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);


--
-- Name: t_m; Type: INDEX; Schema: app; Owner: postgres
--

CREATE INDEX t_m ON app.t USING btree (m) WHERE (m = 'sad'::app.mood);


--
-- Name: t tg; Type: TRIGGER; Schema: app; Owner: postgres
--

CREATE TRIGGER tg BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();


--
-- Name: c c_t_fkey; Type: FK CONSTRAINT; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.c
    ADD CONSTRAINT c_t_fkey FOREIGN KEY (t) REFERENCES app.t(id);


--
-- PostgreSQL database dump complete
--

\unrestrict mspUWgxt5Xb7Xh7oZPvwQs6lbz0nWKpeGl939l5j6MZiumy2rxPk3HnU38Nsh3f

