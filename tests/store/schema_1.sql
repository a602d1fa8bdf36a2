CREATE TABLE dwelling (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	address TEXT, 
	hamlet TEXT, 
	rt TEXT, 
	rw TEXT, 
	latitude TEXT, 
	longitude TEXT, 
	land_status TEXT, 
	ownership TEXT, 
	household_ids JSON, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX dwelling_bucket ON dwelling (region_id, bucket_class);
CREATE TABLE household (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	kk TEXT, 
	head_id TEXT, 
	dwelling_id TEXT, 
	address TEXT, 
	hamlet TEXT, 
	rt TEXT, 
	rw TEXT, 
	phone TEXT, 
	note TEXT, 
	basis TEXT, 
	consent_proof TEXT, 
	consent_on TEXT, 
	flags JSON, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX household_kk ON household (kk);
CREATE INDEX household_bucket ON household (region_id, bucket_class);
CREATE TABLE desil (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	value TEXT, 
	snapshot TEXT, 
	dated TEXT, 
	source TEXT, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX desil_bucket ON desil (region_id, bucket_class);
CREATE INDEX desil_household ON desil (household_id);
CREATE TABLE person (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	name TEXT, 
	nik TEXT, 
	no_nik_reason TEXT, 
	sex TEXT, 
	birth_place TEXT, 
	birth_date TEXT, 
	relation TEXT, 
	marital TEXT, 
	religion TEXT, 
	education TEXT, 
	occupation TEXT, 
	citizenship TEXT, 
	blood TEXT, 
	disability TEXT, 
	phone TEXT, 
	father_name TEXT, 
	mother_name TEXT, 
	status TEXT, 
	death_date TEXT, 
	other JSON, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX person_household ON person (household_id);
CREATE INDEX person_nik ON person (nik);
CREATE INDEX person_bucket ON person (region_id, bucket_class);
CREATE TABLE visit (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	visited_on TEXT, 
	kind TEXT, 
	met_name TEXT, 
	summary TEXT, 
	follow_up TEXT, 
	next_on TEXT, 
	form TEXT, 
	answers JSON, 
	photos JSON, 
	replaces TEXT, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX visit_made ON visit (created_at);
CREATE INDEX visit_household ON visit (household_id, visited_on);
CREATE INDEX visit_bucket ON visit (region_id, bucket_class);
CREATE TABLE assessment (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	subject_kind TEXT, 
	subject_id TEXT, 
	visit_id TEXT, 
	assessed_on TEXT, 
	form TEXT, 
	answers JSON, 
	scores JSON, 
	replaces TEXT, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX assessment_household ON assessment (household_id);
CREATE INDEX assessment_bucket ON assessment (region_id, bucket_class);
CREATE INDEX assessment_visit ON assessment (visit_id);
CREATE TABLE attachment (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	visit_id TEXT, 
	sha256 TEXT, 
	kind TEXT, 
	size INTEGER, 
	width INTEGER, 
	height INTEGER, 
	taken_at TEXT, 
	caption TEXT, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX attachment_bucket ON attachment (region_id, bucket_class);
CREATE INDEX attachment_sha ON attachment (sha256);
CREATE TABLE document (
	id TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	created_by TEXT, 
	created_at TEXT, 
	zone TEXT, 
	code TEXT, 
	household_id TEXT, 
	subject_id TEXT, 
	kind TEXT, 
	number TEXT, 
	sha256 TEXT, 
	issued_at TEXT, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	extra JSON NOT NULL, 
	pending INTEGER NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX document_bucket ON document (region_id, bucket_class);
CREATE INDEX document_number ON document (number);
CREATE TABLE pillar (
	id TEXT NOT NULL, 
	name TEXT, 
	title TEXT, 
	role TEXT, 
	region TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE foreign_row (
	entity TEXT NOT NULL, 
	id TEXT NOT NULL, 
	bucket TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	data JSON NOT NULL, 
	tags JSON NOT NULL, 
	PRIMARY KEY (entity, id)
);
CREATE TABLE outbox (
	n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	op TEXT NOT NULL, 
	act TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	root TEXT NOT NULL, 
	raw BLOB NOT NULL, 
	signature BLOB NOT NULL, 
	device TEXT NOT NULL, 
	state TEXT NOT NULL, 
	code TEXT, 
	bucket TEXT, 
	seq INTEGER, 
	made_at TEXT NOT NULL, 
	answered_at TEXT, 
	UNIQUE (op)
);
CREATE INDEX outbox_row ON outbox (entity, row_id, state);
CREATE INDEX outbox_state ON outbox (state, n);
CREATE TABLE shadow (
	entity TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	bucket_class TEXT NOT NULL, 
	root_id TEXT NOT NULL, 
	known BOOLEAN NOT NULL, 
	data JSON NOT NULL, 
	tags JSON NOT NULL, 
	seq INTEGER NOT NULL, 
	PRIMARY KEY (entity, row_id)
);
CREATE TABLE cursor (
	bucket TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (bucket)
);
CREATE TABLE "conflict" (
	id TEXT NOT NULL, 
	bucket TEXT NOT NULL, 
	entity TEXT NOT NULL, 
	row_id TEXT NOT NULL, 
	root TEXT NOT NULL, 
	name TEXT NOT NULL, 
	policy TEXT NOT NULL, 
	told JSON NOT NULL, 
	state TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	tags JSON NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX conflict_row ON "conflict" (entity, row_id, state);
CREATE TABLE blob (
	sha256 TEXT NOT NULL, 
	root TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	here BOOLEAN NOT NULL, 
	sent INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (sha256)
);
CREATE TABLE draft (
	id TEXT NOT NULL, 
	household_id TEXT NOT NULL, 
	visited_on TEXT NOT NULL, 
	forms JSON NOT NULL, 
	made_at TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE draft_answer (
	draft_id TEXT NOT NULL, 
	form TEXT NOT NULL, 
	path TEXT NOT NULL, 
	value JSON, 
	saved_at TEXT NOT NULL, 
	PRIMARY KEY (draft_id, form, path)
);
CREATE TABLE card (
	household_id TEXT NOT NULL, 
	region_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	sort_key TEXT NOT NULL, 
	kk TEXT, 
	rt TEXT, 
	rw TEXT, 
	members INTEGER NOT NULL, 
	desil TEXT, 
	house TEXT, 
	last_visit TEXT, 
	visits INTEGER NOT NULL, 
	next_visit TEXT, 
	without_nik INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	differs INTEGER NOT NULL, 
	PRIMARY KEY (household_id)
);
CREATE INDEX card_next ON card (next_visit);
CREATE INDEX card_region ON card (region_id, sort_key);
CREATE INDEX card_name ON card (sort_key, household_id);
CREATE TABLE search_row (
	n INTEGER NOT NULL, 
	person_id TEXT NOT NULL, 
	household_id TEXT NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (person_id)
);
CREATE INDEX search_household ON search_row (household_id);
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value JSON, 
	PRIMARY KEY (name)
);
CREATE TABLE audit (
	n INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	act TEXT NOT NULL, 
	row_id TEXT, 
	field TEXT, 
	reason TEXT
);
CREATE VIRTUAL TABLE search USING fts5(name, numbers, place, prefix='2 3', tokenize='unicode61 remove_diacritics 2');
PRAGMA user_version = 1;
