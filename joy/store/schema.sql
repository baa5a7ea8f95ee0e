-- The whole database. Only what a DuckLake also accepts: no keys, checks, enums, sequences, indexes or generated columns.
-- Identity and ranges are kept by the loaders; every time is UTC. Every table and column says what it means.

CREATE SCHEMA IF NOT EXISTS programme;
CREATE SCHEMA IF NOT EXISTS vault;
CREATE SCHEMA IF NOT EXISTS release;
CREATE SCHEMA IF NOT EXISTS access;

CREATE TABLE programme.about (
    key   VARCHAR,
    value VARCHAR
);
COMMENT ON TABLE programme.about IS 'One row per fact about this database file itself.';
COMMENT ON COLUMN programme.about.key IS 'Name of the fact: schema_version, made_at, made_by';
COMMENT ON COLUMN programme.about.value IS 'Its value as text';

CREATE TABLE programme.import_batch (
    batch_no      INTEGER,
    content_hash  VARCHAR,
    profile_id    VARCHAR,
    target        VARCHAR,
    file_label    VARCHAR,
    row_count     BIGINT,
    rows_checksum VARCHAR,
    loaded_at     TIMESTAMP,
    undone_at     TIMESTAMP
);
COMMENT ON TABLE programme.import_batch IS 'One row per import: the ledger by which a file is recognised again and undone.';
COMMENT ON COLUMN programme.import_batch.batch_no IS 'Running number of the import';
COMMENT ON COLUMN programme.import_batch.content_hash IS 'SHA-256 of the file as it came; the file itself is not kept';
COMMENT ON COLUMN programme.import_batch.profile_id IS 'The profile that was used to read it';
COMMENT ON COLUMN programme.import_batch.target IS 'What was loaded: the table, or answers, or tally';
COMMENT ON COLUMN programme.import_batch.file_label IS 'Name of the file as given, for the reader only';
COMMENT ON COLUMN programme.import_batch.row_count IS 'Rows loaded into the target';
COMMENT ON COLUMN programme.import_batch.rows_checksum IS 'Keyed checksum of the normalised rows, to notice loss';
COMMENT ON COLUMN programme.import_batch.loaded_at IS 'When it was loaded, UTC';
COMMENT ON COLUMN programme.import_batch.undone_at IS 'When it was undone, UTC; missing while it counts';

CREATE TABLE programme.programme (
    programme_id VARCHAR,
    name         VARCHAR,
    aim_text     VARCHAR,
    method       VARCHAR,
    start_date   DATE,
    end_date     DATE,
    is_invented  BOOLEAN,
    today        DATE,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.programme IS 'One row per programme.';
COMMENT ON COLUMN programme.programme.programme_id IS 'Short id of the programme';
COMMENT ON COLUMN programme.programme.name IS 'Its name as shown';
COMMENT ON COLUMN programme.programme.aim_text IS 'What it is for, in a sentence';
COMMENT ON COLUMN programme.programme.method IS 'How it works, in a sentence';
COMMENT ON COLUMN programme.programme.start_date IS 'First day';
COMMENT ON COLUMN programme.programme.end_date IS 'Last day, missing while it runs';
COMMENT ON COLUMN programme.programme.is_invented IS 'True for invented demonstration data: pages then show a banner';
COMMENT ON COLUMN programme.programme.today IS 'The day on which invented data pretend to be seen; missing for real data';
COMMENT ON COLUMN programme.programme.batch_no IS 'Import that brought the row';

CREATE TABLE programme.organisation (
    org_id   VARCHAR,
    name     VARCHAR,
    sector   VARCHAR,
    ods_code VARCHAR,
    batch_no INTEGER
);
COMMENT ON TABLE programme.organisation IS 'One row per employing organisation.';
COMMENT ON COLUMN programme.organisation.org_id IS 'Short id';
COMMENT ON COLUMN programme.organisation.name IS 'Name as shown';
COMMENT ON COLUMN programme.organisation.sector IS 'nhs_trust, social_care, commissioner, education, emergency or voluntary';
COMMENT ON COLUMN programme.organisation.ods_code IS 'NHS organisation code, if it has one';
COMMENT ON COLUMN programme.organisation.batch_no IS 'Import that brought the row';

CREATE TABLE programme.cohort (
    cohort_id     VARCHAR,
    programme_id  VARCHAR,
    ordinal       INTEGER,
    name          VARCHAR,
    start_date    DATE,
    end_date      DATE,
    lead_in_start DATE,
    status        VARCHAR,
    batch_no      INTEGER
);
COMMENT ON TABLE programme.cohort IS 'One row per cohort: a wave of teams that go through the learning sets together.';
COMMENT ON COLUMN programme.cohort.cohort_id IS 'Short id';
COMMENT ON COLUMN programme.cohort.programme_id IS 'Its programme';
COMMENT ON COLUMN programme.cohort.ordinal IS '1 for the first cohort';
COMMENT ON COLUMN programme.cohort.name IS 'Name as shown';
COMMENT ON COLUMN programme.cohort.start_date IS 'First day';
COMMENT ON COLUMN programme.cohort.end_date IS 'Last day (planned, while it runs)';
COMMENT ON COLUMN programme.cohort.lead_in_start IS 'First day of the lead-in, if there was one';
COMMENT ON COLUMN programme.cohort.status IS 'planned, live or ended';
COMMENT ON COLUMN programme.cohort.batch_no IS 'Import that brought the row';

CREATE TABLE programme.learning_event (
    event_id     VARCHAR,
    cohort_id    VARCHAR,
    ordinal      INTEGER,
    kind         VARCHAR,
    title        VARCHAR,
    starts_on    DATE,
    duration_min INTEGER,
    mode         VARCHAR,
    agenda       VARCHAR,
    homework     VARCHAR,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.learning_event IS 'One row per event of a cohort: learning set, workshop, celebration.';
COMMENT ON COLUMN programme.learning_event.event_id IS 'Short id';
COMMENT ON COLUMN programme.learning_event.cohort_id IS 'Its cohort';
COMMENT ON COLUMN programme.learning_event.ordinal IS 'Running number among events of the same kind in the cohort';
COMMENT ON COLUMN programme.learning_event.kind IS 'learning_set, theory_of_change, theatre_workshop, coaching or celebration';
COMMENT ON COLUMN programme.learning_event.title IS 'Title as shown';
COMMENT ON COLUMN programme.learning_event.starts_on IS 'Day it takes place';
COMMENT ON COLUMN programme.learning_event.duration_min IS 'Length in minutes, if known';
COMMENT ON COLUMN programme.learning_event.mode IS 'room, virtual or hybrid';
COMMENT ON COLUMN programme.learning_event.agenda IS 'Agenda as plain text';
COMMENT ON COLUMN programme.learning_event.homework IS 'Homework until the next set, as plain text';
COMMENT ON COLUMN programme.learning_event.batch_no IS 'Import that brought the row';

CREATE TABLE programme.team (
    team_id     VARCHAR,
    org_id      VARCHAR,
    directorate VARCHAR,
    name        VARCHAR,
    setting     VARCHAR,
    is_clinical BOOLEAN,
    batch_no    INTEGER
);
COMMENT ON TABLE programme.team IS 'One row per team.';
COMMENT ON COLUMN programme.team.team_id IS 'Short id';
COMMENT ON COLUMN programme.team.org_id IS 'Employer';
COMMENT ON COLUMN programme.team.directorate IS 'Part of the organisation it belongs to';
COMMENT ON COLUMN programme.team.name IS 'Name as shown today';
COMMENT ON COLUMN programme.team.setting IS 'inpatient, community, mobile, dispersed, corporate or non_clinical';
COMMENT ON COLUMN programme.team.is_clinical IS 'Whether it treats people';
COMMENT ON COLUMN programme.team.batch_no IS 'Import that brought the row';

CREATE TABLE programme.team_name (
    team_id  VARCHAR,
    name     VARCHAR,
    until    DATE,
    batch_no INTEGER
);
COMMENT ON TABLE programme.team_name IS 'One row per other name a team is or was known by; imports match on these too.';
COMMENT ON COLUMN programme.team_name.team_id IS 'The team';
COMMENT ON COLUMN programme.team_name.name IS 'Former or other name';
COMMENT ON COLUMN programme.team_name.until IS 'Last day of that name, missing if still used';
COMMENT ON COLUMN programme.team_name.batch_no IS 'Import that brought the row';

CREATE TABLE programme.enrolment (
    enrolment_id     VARCHAR,
    team_id          VARCHAR,
    cohort_id        VARCHAR,
    ordinal          INTEGER,
    joined_on        DATE,
    left_on          DATE,
    outcome          VARCHAR,
    aim_text         VARCHAR,
    aim_indicator_id VARCHAR,
    aim_target       DOUBLE,
    aim_by           DATE,
    baseline_start   DATE,
    baseline_end     DATE,
    share_publicly   BOOLEAN,
    batch_no         INTEGER
);
COMMENT ON TABLE programme.enrolment IS 'One row per team and cohort. A team can be enrolled in two cohorts.';
COMMENT ON COLUMN programme.enrolment.enrolment_id IS 'Short id: the unit that answers, tallies and figures belong to';
COMMENT ON COLUMN programme.enrolment.team_id IS 'The team';
COMMENT ON COLUMN programme.enrolment.cohort_id IS 'The cohort';
COMMENT ON COLUMN programme.enrolment.ordinal IS 'Order of enrolment in the cohort: the only order in which teams are ever listed';
COMMENT ON COLUMN programme.enrolment.joined_on IS 'First day';
COMMENT ON COLUMN programme.enrolment.left_on IS 'First day no longer in it, missing if it stayed';
COMMENT ON COLUMN programme.enrolment.outcome IS 'active, completed, paused or withdrew';
COMMENT ON COLUMN programme.enrolment.aim_text IS 'The team''s aim in its own words';
COMMENT ON COLUMN programme.enrolment.aim_indicator_id IS 'Indicator the aim is about';
COMMENT ON COLUMN programme.enrolment.aim_target IS 'Target value in the indicator''s unit; missing if the team set none';
COMMENT ON COLUMN programme.enrolment.aim_by IS 'By when';
COMMENT ON COLUMN programme.enrolment.baseline_start IS 'First day of the baseline window, chosen, never derived from learning set 1';
COMMENT ON COLUMN programme.enrolment.baseline_end IS 'First day after the baseline window';
COMMENT ON COLUMN programme.enrolment.share_publicly IS 'Whether the team agreed to be shown outside the programme';
COMMENT ON COLUMN programme.enrolment.batch_no IS 'Import that brought the row';

CREATE TABLE programme.team_size (
    team_id    VARCHAR,
    valid_from DATE,
    headcount  INTEGER,
    fte        DOUBLE,
    batch_no   INTEGER
);
COMMENT ON TABLE programme.team_size IS 'One row per team and change of size: the denominator of response.';
COMMENT ON COLUMN programme.team_size.team_id IS 'The team';
COMMENT ON COLUMN programme.team_size.valid_from IS 'First day of this size';
COMMENT ON COLUMN programme.team_size.headcount IS 'People';
COMMENT ON COLUMN programme.team_size.fte IS 'Full-time equivalents';
COMMENT ON COLUMN programme.team_size.batch_no IS 'Import that brought the row';

CREATE TABLE programme.role (
    team_id      VARCHAR,
    person_label VARCHAR,
    role         VARCHAR,
    from_date    DATE,
    to_date      DATE,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.role IS 'One row per role held in a team. Labels are posts or initials, never e-mail.';
COMMENT ON COLUMN programme.role.team_id IS 'The team';
COMMENT ON COLUMN programme.role.person_label IS 'Post or initials';
COMMENT ON COLUMN programme.role.role IS 'project_lead, data_champion, team_leader, sponsor, qi_coach, improvement_advisor, hr_partner, service_user or peer_coach';
COMMENT ON COLUMN programme.role.from_date IS 'First day';
COMMENT ON COLUMN programme.role.to_date IS 'Last day, missing if it is still held';
COMMENT ON COLUMN programme.role.batch_no IS 'Import that brought the row';

CREATE TABLE programme.attendance (
    event_id               VARCHAR,
    enrolment_id           VARCHAR,
    attendees              INTEGER,
    of_which_service_users INTEGER,
    batch_no               INTEGER
);
COMMENT ON TABLE programme.attendance IS 'One row per event and team. No row: nobody noted it, which is not zero.';
COMMENT ON COLUMN programme.attendance.event_id IS 'The event';
COMMENT ON COLUMN programme.attendance.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.attendance.attendees IS 'People who came';
COMMENT ON COLUMN programme.attendance.of_which_service_users IS 'Service users among them';
COMMENT ON COLUMN programme.attendance.batch_no IS 'Import that brought the row';

CREATE TABLE programme.survey_round (
    round_id  VARCHAR,
    cohort_id VARCHAR,
    event_id  VARCHAR,
    ordinal   INTEGER,
    name      VARCHAR,
    opens_on  DATE,
    closes_on DATE,
    batch_no  INTEGER
);
COMMENT ON TABLE programme.survey_round IS 'One row per survey round of a cohort: one administration of the questionnaires.';
COMMENT ON COLUMN programme.survey_round.round_id IS 'Short id';
COMMENT ON COLUMN programme.survey_round.cohort_id IS 'The cohort';
COMMENT ON COLUMN programme.survey_round.event_id IS 'The learning set it belongs to, if any';
COMMENT ON COLUMN programme.survey_round.ordinal IS '1 for the first round of the cohort';
COMMENT ON COLUMN programme.survey_round.name IS 'Name as shown';
COMMENT ON COLUMN programme.survey_round.opens_on IS 'First day answers count';
COMMENT ON COLUMN programme.survey_round.closes_on IS 'Last day answers count';
COMMENT ON COLUMN programme.survey_round.batch_no IS 'Import that brought the row';

CREATE TABLE programme.invitation (
    round_id     VARCHAR,
    enrolment_id VARCHAR,
    rater        VARCHAR,
    invited      INTEGER,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.invitation IS 'One row per survey round, team and kind of respondent: how many were asked.';
COMMENT ON COLUMN programme.invitation.round_id IS 'The round';
COMMENT ON COLUMN programme.invitation.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.invitation.rater IS 'staff or service_user';
COMMENT ON COLUMN programme.invitation.invited IS 'People asked to answer';
COMMENT ON COLUMN programme.invitation.batch_no IS 'Import that brought the row';

CREATE TABLE programme.annotation (
    annotation_id VARCHAR,
    enrolment_id  VARCHAR,
    cohort_id     VARCHAR,
    on_date       DATE,
    kind          VARCHAR,
    text          VARCHAR,
    batch_no      INTEGER
);
COMMENT ON TABLE programme.annotation IS 'One row per dated note on a chart.';
COMMENT ON COLUMN programme.annotation.annotation_id IS 'Short id';
COMMENT ON COLUMN programme.annotation.enrolment_id IS 'The team in its cohort; missing if it is about the whole cohort';
COMMENT ON COLUMN programme.annotation.cohort_id IS 'The cohort';
COMMENT ON COLUMN programme.annotation.on_date IS 'The day';
COMMENT ON COLUMN programme.annotation.kind IS 'context, data_change or staffing';
COMMENT ON COLUMN programme.annotation.text IS 'What happened, in a few words';
COMMENT ON COLUMN programme.annotation.batch_no IS 'Import that brought the row';

CREATE TABLE programme.change_idea (
    idea_id             VARCHAR,
    enrolment_id        VARCHAR,
    title               VARCHAR,
    component           INTEGER,
    relationship_side   VARCHAR,
    size                VARCHAR,
    stage               VARCHAR,
    raised_on           DATE,
    votes               INTEGER,
    needs_sponsor       BOOLEAN,
    copied_from_idea_id VARCHAR,
    version             INTEGER,
    batch_no            INTEGER
);
COMMENT ON TABLE programme.change_idea IS 'One row per change idea of a team.';
COMMENT ON COLUMN programme.change_idea.idea_id IS 'Short id';
COMMENT ON COLUMN programme.change_idea.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.change_idea.title IS 'The idea in a few words';
COMMENT ON COLUMN programme.change_idea.component IS 'Which of the nine components of joy in work, 1 to 9';
COMMENT ON COLUMN programme.change_idea.relationship_side IS 'colleagues, service_users or none';
COMMENT ON COLUMN programme.change_idea.size IS 'quick_win or high_impact';
COMMENT ON COLUMN programme.change_idea.stage IS 'suggested, planned, testing, adapted, adopted, abandoned, implemented or escalated';
COMMENT ON COLUMN programme.change_idea.raised_on IS 'When it was raised';
COMMENT ON COLUMN programme.change_idea.votes IS 'Votes it got';
COMMENT ON COLUMN programme.change_idea.needs_sponsor IS 'Whether a sponsor must unblock it';
COMMENT ON COLUMN programme.change_idea.copied_from_idea_id IS 'The idea it was borrowed from';
COMMENT ON COLUMN programme.change_idea.version IS 'Rises by one with every edit';
COMMENT ON COLUMN programme.change_idea.batch_no IS 'Import that brought the row; missing if entered in the app';

CREATE TABLE programme.pdsa_test (
    pdsa_id       VARCHAR,
    idea_id       VARCHAR,
    cycle_no      INTEGER,
    planned_on    DATE,
    started_on    DATE,
    ended_on      DATE,
    scale         VARCHAR,
    prediction    VARCHAR,
    what_happened VARCHAR,
    learned       VARCHAR,
    decision      VARCHAR,
    indicator_id  VARCHAR,
    version       INTEGER,
    batch_no      INTEGER
);
COMMENT ON TABLE programme.pdsa_test IS 'One row per test (plan, do, study, act) of a change idea.';
COMMENT ON COLUMN programme.pdsa_test.pdsa_id IS 'Short id';
COMMENT ON COLUMN programme.pdsa_test.idea_id IS 'The idea it tests';
COMMENT ON COLUMN programme.pdsa_test.cycle_no IS '1 for the first test of the idea';
COMMENT ON COLUMN programme.pdsa_test.planned_on IS 'When it was planned';
COMMENT ON COLUMN programme.pdsa_test.started_on IS 'When it started';
COMMENT ON COLUMN programme.pdsa_test.ended_on IS 'When it ended, missing while it runs';
COMMENT ON COLUMN programme.pdsa_test.scale IS 'How big: one shift, one week, whole team';
COMMENT ON COLUMN programme.pdsa_test.prediction IS 'What the team said would happen, before';
COMMENT ON COLUMN programme.pdsa_test.what_happened IS 'What did happen';
COMMENT ON COLUMN programme.pdsa_test.learned IS 'What was learned';
COMMENT ON COLUMN programme.pdsa_test.decision IS 'adopt, adapt, abandon or expand; missing while it runs';
COMMENT ON COLUMN programme.pdsa_test.indicator_id IS 'The indicator it was meant to move';
COMMENT ON COLUMN programme.pdsa_test.version IS 'Rises by one with every edit';
COMMENT ON COLUMN programme.pdsa_test.batch_no IS 'Import that brought the row; missing if entered in the app';

CREATE TABLE programme.progress_score (
    enrolment_id VARCHAR,
    month        DATE,
    scorer       VARCHAR,
    score        DOUBLE,
    why          VARCHAR,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.progress_score IS 'One row per team, month and scorer: a person''s judgement in steps of a half, never computed.';
COMMENT ON COLUMN programme.progress_score.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.progress_score.month IS 'First day of the month';
COMMENT ON COLUMN programme.progress_score.scorer IS 'team or faculty';
COMMENT ON COLUMN programme.progress_score.score IS '0.5 to 5.0 in steps of 0.5';
COMMENT ON COLUMN programme.progress_score.why IS 'The reason given';
COMMENT ON COLUMN programme.progress_score.batch_no IS 'Import that brought the row; missing if entered in the app';

CREATE TABLE programme.story (
    story_id             VARCHAR,
    enrolment_id         VARCHAR,
    cohort_id            VARCHAR,
    title                VARCHAR,
    synopsis             VARCHAR,
    challenge            VARCHAR,
    who                  VARCHAR,
    how_measured         VARCHAR,
    tested               VARCHAR,
    outcome              VARCHAR,
    learned_from_failure VARCHAR,
    next_step            VARCHAR,
    theme                VARCHAR,
    component            INTEGER,
    told_on              DATE,
    consent              BOOLEAN,
    consent_scope        VARCHAR,
    consent_on           DATE,
    withdrawn_on         DATE,
    author_label         VARCHAR,
    indicator_id         VARCHAR,
    idea_id              VARCHAR,
    version              INTEGER,
    batch_no             INTEGER
);
COMMENT ON TABLE programme.story IS 'One row per story. Without consent it is private to its team.';
COMMENT ON COLUMN programme.story.story_id IS 'Short id';
COMMENT ON COLUMN programme.story.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.story.cohort_id IS 'The cohort';
COMMENT ON COLUMN programme.story.title IS 'Title';
COMMENT ON COLUMN programme.story.synopsis IS 'The story in two sentences';
COMMENT ON COLUMN programme.story.challenge IS 'What the trouble was';
COMMENT ON COLUMN programme.story.who IS 'Who took part';
COMMENT ON COLUMN programme.story.how_measured IS 'How it was measured';
COMMENT ON COLUMN programme.story.tested IS 'What was tested';
COMMENT ON COLUMN programme.story.outcome IS 'What came of it';
COMMENT ON COLUMN programme.story.learned_from_failure IS 'What did not work and what it taught';
COMMENT ON COLUMN programme.story.next_step IS 'What comes next';
COMMENT ON COLUMN programme.story.theme IS 'own_solutions, learned_together, challenging, impactful, rewarding or fun';
COMMENT ON COLUMN programme.story.component IS 'Which of the nine components of joy in work, 1 to 9';
COMMENT ON COLUMN programme.story.told_on IS 'When it was told';
COMMENT ON COLUMN programme.story.consent IS 'Whether its tellers agreed to share it';
COMMENT ON COLUMN programme.story.consent_scope IS 'programme, cohort or public';
COMMENT ON COLUMN programme.story.consent_on IS 'When they agreed';
COMMENT ON COLUMN programme.story.withdrawn_on IS 'When consent was withdrawn, if it was';
COMMENT ON COLUMN programme.story.author_label IS 'How it is attributed; never a name unless the consent says so';
COMMENT ON COLUMN programme.story.indicator_id IS 'The indicator it stands beside';
COMMENT ON COLUMN programme.story.idea_id IS 'The idea it tells of';
COMMENT ON COLUMN programme.story.version IS 'Rises by one with every edit';
COMMENT ON COLUMN programme.story.batch_no IS 'Import that brought the row; missing if entered in the app';

CREATE TABLE programme.diagram_node (
    node_id      VARCHAR,
    owner_kind   VARCHAR,
    owner_id     VARCHAR,
    diagram      VARCHAR,
    kind         VARCHAR,
    parent_id    VARCHAR,
    text         VARCHAR,
    indicator_id VARCHAR,
    version      INTEGER,
    batch_no     INTEGER
);
COMMENT ON TABLE programme.diagram_node IS 'One row per node of a driver diagram or theory of change.';
COMMENT ON COLUMN programme.diagram_node.node_id IS 'Short id';
COMMENT ON COLUMN programme.diagram_node.owner_kind IS 'programme, cohort or team';
COMMENT ON COLUMN programme.diagram_node.owner_id IS 'Id of its owner';
COMMENT ON COLUMN programme.diagram_node.diagram IS 'driver or theory_of_change';
COMMENT ON COLUMN programme.diagram_node.kind IS 'aim, primary, secondary, idea, input, activity, output, outcome, impact or assumption';
COMMENT ON COLUMN programme.diagram_node.parent_id IS 'The node it hangs from';
COMMENT ON COLUMN programme.diagram_node.text IS 'What it says';
COMMENT ON COLUMN programme.diagram_node.indicator_id IS 'Indicator whose verdict it wears, if any';
COMMENT ON COLUMN programme.diagram_node.version IS 'Rises by one with every edit';
COMMENT ON COLUMN programme.diagram_node.batch_no IS 'Import that brought the row; missing if entered in the app';

CREATE TABLE programme.cost_assumption (
    key      VARCHAR,
    value    DOUBLE,
    low      DOUBLE,
    high     DOUBLE,
    unit     VARCHAR,
    basis    VARCHAR,
    source   VARCHAR,
    year     INTEGER,
    batch_no INTEGER
);
COMMENT ON TABLE programme.cost_assumption IS 'One row per assumption of the cost what-if; each is editable and printed.';
COMMENT ON COLUMN programme.cost_assumption.key IS 'Name of the assumption';
COMMENT ON COLUMN programme.cost_assumption.value IS 'Middle value';
COMMENT ON COLUMN programme.cost_assumption.low IS 'Low value';
COMMENT ON COLUMN programme.cost_assumption.high IS 'High value';
COMMENT ON COLUMN programme.cost_assumption.unit IS 'Its unit';
COMMENT ON COLUMN programme.cost_assumption.basis IS 'calendar_fte, hours or working_days';
COMMENT ON COLUMN programme.cost_assumption.source IS 'Where it comes from';
COMMENT ON COLUMN programme.cost_assumption.year IS 'Year it holds for';
COMMENT ON COLUMN programme.cost_assumption.batch_no IS 'Import that brought the row';

CREATE TABLE programme.published_claim (
    claim    VARCHAR,
    value    DOUBLE,
    unit     VARCHAR,
    as_of    DATE,
    source   VARCHAR,
    batch_no INTEGER
);
COMMENT ON TABLE programme.published_claim IS 'One row per figure that somebody published about the programme; never mixed with computed figures.';
COMMENT ON COLUMN programme.published_claim.claim IS 'The claim in our words';
COMMENT ON COLUMN programme.published_claim.value IS 'Its figure';
COMMENT ON COLUMN programme.published_claim.unit IS 'Unit of the figure';
COMMENT ON COLUMN programme.published_claim.as_of IS 'When it was said';
COMMENT ON COLUMN programme.published_claim.source IS 'Who said it, where';
COMMENT ON COLUMN programme.published_claim.batch_no IS 'Import that brought the row';

CREATE TABLE programme.local_questionnaire (
    instrument VARCHAR,
    definition VARCHAR,
    made_at    TIMESTAMP
);
COMMENT ON TABLE programme.local_questionnaire IS 'One row per version of a questionnaire that a programme made itself; never changed, for answers may rest on it.';
COMMENT ON COLUMN programme.local_questionnaire.instrument IS 'instrument@version; the id always begins with local_';
COMMENT ON COLUMN programme.local_questionnaire.definition IS 'The set as TOML text, from which questionnaire and indicator are made';
COMMENT ON COLUMN programme.local_questionnaire.made_at IS 'When it was made, UTC';

CREATE TABLE programme.questionnaire_use (
    cohort_id    VARCHAR,
    instrument   VARCHAR,
    is_on        BOOLEAN,
    licence_note VARCHAR,
    version      INTEGER,
    changed_at   TIMESTAMP
);
COMMENT ON TABLE programme.questionnaire_use IS 'One row per decision to ask, or no longer to ask, a questionnaire in a cohort; the highest version counts. No row: nobody decided.';
COMMENT ON COLUMN programme.questionnaire_use.cohort_id IS 'The cohort';
COMMENT ON COLUMN programme.questionnaire_use.instrument IS 'instrument@version';
COMMENT ON COLUMN programme.questionnaire_use.is_on IS 'Whether it is asked from now on; figures are kept either way';
COMMENT ON COLUMN programme.questionnaire_use.licence_note IS 'Number and date of the licence, where one is needed; otherwise empty';
COMMENT ON COLUMN programme.questionnaire_use.version IS 'Rises by one with every decision on this cohort and questionnaire';
COMMENT ON COLUMN programme.questionnaire_use.changed_at IS 'When it was decided, UTC';

CREATE TABLE programme.item_wording (
    instrument   VARCHAR,
    item_key     VARCHAR,
    text         VARCHAR,
    licence_note VARCHAR,
    version      INTEGER,
    added_at     TIMESTAMP
);
COMMENT ON TABLE programme.item_wording IS 'One row per question and wording that the programme may use under a licence of its own; the highest version counts.';
COMMENT ON COLUMN programme.item_wording.instrument IS 'instrument@version';
COMMENT ON COLUMN programme.item_wording.item_key IS 'Key of the item in its definition';
COMMENT ON COLUMN programme.item_wording.text IS 'The wording as printed in the licensed form';
COMMENT ON COLUMN programme.item_wording.licence_note IS 'On what terms the programme may use it: who gave leave, number, date';
COMMENT ON COLUMN programme.item_wording.version IS 'Rises by one with every change of this wording';
COMMENT ON COLUMN programme.item_wording.added_at IS 'When it was added, UTC';

CREATE TABLE programme.rebase (
    rebase_no       INTEGER,
    group_kind      VARCHAR,
    group_id        VARCHAR,
    indicator_id    VARCHAR,
    from_date       DATE,
    reason          VARCHAR,
    decided_by_role VARCHAR,
    decided_at      TIMESTAMP,
    is_withdrawn    BOOLEAN
);
COMMENT ON TABLE programme.rebase IS 'One row per new phase that a person started on a chart, with the reason. Never made by the program itself.';
COMMENT ON COLUMN programme.rebase.rebase_no IS 'Running number, by which it is taken back';
COMMENT ON COLUMN programme.rebase.group_kind IS 'team or cohort';
COMMENT ON COLUMN programme.rebase.group_id IS 'enrolment_id or cohort_id';
COMMENT ON COLUMN programme.rebase.indicator_id IS 'The indicator whose chart it is';
COMMENT ON COLUMN programme.rebase.from_date IS 'First day of the new phase';
COMMENT ON COLUMN programme.rebase.reason IS 'Why, in a few words; printed beside the chart';
COMMENT ON COLUMN programme.rebase.decided_by_role IS 'Role of whoever decided, never a name';
COMMENT ON COLUMN programme.rebase.decided_at IS 'When it was decided, UTC';
COMMENT ON COLUMN programme.rebase.is_withdrawn IS 'True once it was taken back';

CREATE TABLE programme.frozen_policy (
    scope_kind     VARCHAR,
    scope_id       VARCHAR,
    policy_version VARCHAR,
    policy         VARCHAR,
    frozen_at      TIMESTAMP
);
COMMENT ON TABLE programme.frozen_policy IS 'One row per survey round, or per cohort for its tallies: the disclosure policy that holds there for good, kept when it opened.';
COMMENT ON COLUMN programme.frozen_policy.scope_kind IS 'round or tallies';
COMMENT ON COLUMN programme.frozen_policy.scope_id IS 'round_id, or cohort_id for its tallies';
COMMENT ON COLUMN programme.frozen_policy.policy_version IS 'Version of the policy';
COMMENT ON COLUMN programme.frozen_policy.policy IS 'The whole policy as JSON text';
COMMENT ON COLUMN programme.frozen_policy.frozen_at IS 'When it was kept, UTC';

CREATE TABLE programme.opened_early (
    enrolment_id VARCHAR,
    release_id   VARCHAR,
    opened_by    VARCHAR,
    opened_at    TIMESTAMP
);
COMMENT ON TABLE programme.opened_early IS 'One row per team and published update that the team opened to leaders before the days it has for itself were over.';
COMMENT ON COLUMN programme.opened_early.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN programme.opened_early.release_id IS 'The published update';
COMMENT ON COLUMN programme.opened_early.opened_by IS 'Role of whoever opened it, never a name';
COMMENT ON COLUMN programme.opened_early.opened_at IS 'When, UTC';

CREATE TABLE vault.item (
    item_no    SMALLINT,
    instrument VARCHAR,
    item_key   VARCHAR
);
COMMENT ON TABLE vault.item IS 'One row per question of an instrument version: gives each a small number for fast counting.';
COMMENT ON COLUMN vault.item.item_no IS 'Number of the item in this database';
COMMENT ON COLUMN vault.item.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.item.item_key IS 'Key of the item in its definition';

CREATE TABLE vault.survey_cell (
    cell_no      INTEGER,
    enrolment_id VARCHAR,
    round_id     VARCHAR,
    rater        VARCHAR,
    role_group   VARCHAR,
    batch_no     INTEGER
);
COMMENT ON TABLE vault.survey_cell IS 'One row per team, round, rater and coarse role: the smallest group answers are counted in.';
COMMENT ON COLUMN vault.survey_cell.cell_no IS 'Number of the cell in this database';
COMMENT ON COLUMN vault.survey_cell.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.survey_cell.round_id IS 'The survey round';
COMMENT ON COLUMN vault.survey_cell.rater IS 'staff or service_user';
COMMENT ON COLUMN vault.survey_cell.role_group IS 'Coarse role, or missing';
COMMENT ON COLUMN vault.survey_cell.batch_no IS 'Import that first needed the cell';

CREATE TABLE vault.response (
    response_no BIGINT,
    cell_no     INTEGER,
    link_key    VARCHAR,
    batch_no    INTEGER
);
COMMENT ON TABLE vault.response IS 'One row per completed questionnaire of one person in one round. Holds no person.';
COMMENT ON COLUMN vault.response.response_no IS 'Number of the response in this database';
COMMENT ON COLUMN vault.response.cell_no IS 'The cell it belongs to';
COMMENT ON COLUMN vault.response.link_key IS 'Salted hash of the code the person chose, to pair rounds; missing if none was given';
COMMENT ON COLUMN vault.response.batch_no IS 'Import that brought the row';

CREATE TABLE vault.answer (
    response_no BIGINT,
    cell_no     INTEGER,
    item_no     SMALLINT,
    code        SMALLINT,
    batch_no    INTEGER
);
COMMENT ON TABLE vault.answer IS 'One row per answered question. No row: not answered or not asked, never zero.';
COMMENT ON COLUMN vault.answer.response_no IS 'The response it belongs to';
COMMENT ON COLUMN vault.answer.cell_no IS 'The cell of that response, repeated here so that counting needs no join';
COMMENT ON COLUMN vault.answer.item_no IS 'The item';
COMMENT ON COLUMN vault.answer.code IS 'Code of the option chosen';
COMMENT ON COLUMN vault.answer.batch_no IS 'Import that brought the row';

CREATE TABLE vault.tally (
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    on_date      DATE,
    n_total      INTEGER,
    n_favourable INTEGER,
    channel      VARCHAR,
    batch_no     INTEGER
);
COMMENT ON TABLE vault.tally IS 'One row per team, indicator, day and channel. No row: nobody tallied; a row of zero answers: the form was open and nobody answered.';
COMMENT ON COLUMN vault.tally.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.tally.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.tally.instrument IS 'instrument@version of the question asked';
COMMENT ON COLUMN vault.tally.on_date IS 'The day';
COMMENT ON COLUMN vault.tally.n_total IS 'Answers that day';
COMMENT ON COLUMN vault.tally.n_favourable IS 'Answers that count as good, 0 to n_total';
COMMENT ON COLUMN vault.tally.channel IS 'app, form, paper, tokens, whatsapp or import';
COMMENT ON COLUMN vault.tally.batch_no IS 'Import that brought the row';

CREATE TABLE vault.workforce_month (
    unit_id            VARCHAR,
    unit_level         VARCHAR,
    month              DATE,
    fte_days_lost      DOUBLE,
    fte_days_available DOUBLE,
    basis              VARCHAR,
    staff_group        VARCHAR,
    batch_no           INTEGER
);
COMMENT ON TABLE vault.workforce_month IS 'One row per unit, month and staff group: absence as the payroll counts it.';
COMMENT ON COLUMN vault.workforce_month.unit_id IS 'Directorate, team or organisation';
COMMENT ON COLUMN vault.workforce_month.unit_level IS 'team, directorate or organisation';
COMMENT ON COLUMN vault.workforce_month.month IS 'First day of the month';
COMMENT ON COLUMN vault.workforce_month.fte_days_lost IS 'Full-time-equivalent days lost to sickness';
COMMENT ON COLUMN vault.workforce_month.fte_days_available IS 'Full-time-equivalent days available';
COMMENT ON COLUMN vault.workforce_month.basis IS 'calendar_fte, hours_scotland or working_days; never mixed';
COMMENT ON COLUMN vault.workforce_month.staff_group IS 'Staff group, or missing for all';
COMMENT ON COLUMN vault.workforce_month.batch_no IS 'Import that brought the row';

CREATE TABLE vault.workforce_period (
    unit_id         VARCHAR,
    unit_level      VARCHAR,
    from_date       DATE,
    to_date         DATE,
    headcount_start INTEGER,
    headcount_end   INTEGER,
    leavers         INTEGER,
    stayers         INTEGER,
    batch_no        INTEGER
);
COMMENT ON TABLE vault.workforce_period IS 'One row per unit and period: leavers and stayers.';
COMMENT ON COLUMN vault.workforce_period.unit_id IS 'Directorate, team or organisation';
COMMENT ON COLUMN vault.workforce_period.unit_level IS 'team, directorate or organisation';
COMMENT ON COLUMN vault.workforce_period.from_date IS 'First day';
COMMENT ON COLUMN vault.workforce_period.to_date IS 'Last day';
COMMENT ON COLUMN vault.workforce_period.headcount_start IS 'People at the start';
COMMENT ON COLUMN vault.workforce_period.headcount_end IS 'People at the end';
COMMENT ON COLUMN vault.workforce_period.leavers IS 'People who left in the period';
COMMENT ON COLUMN vault.workforce_period.stayers IS 'People there at the start who were still there at the end';
COMMENT ON COLUMN vault.workforce_period.batch_no IS 'Import that brought the row';

CREATE TABLE vault.workforce_told (
    unit_kind          VARCHAR,
    unit_id            VARCHAR,
    basis              VARCHAR,
    period_start       DATE,
    period_end         DATE,
    fte_days_lost      DOUBLE,
    fte_days_available DOUBLE,
    headcount_start    INTEGER,
    headcount_end      INTEGER,
    leavers            INTEGER,
    stayers            INTEGER,
    release_id         VARCHAR
);
COMMENT ON TABLE vault.workforce_told IS 'One row per unit, period and sum that a published update rested on: small corrections wait, for they would tell of single people (rule R15).';
COMMENT ON COLUMN vault.workforce_told.unit_kind IS 'directorate, organisation, cohort or programme';
COMMENT ON COLUMN vault.workforce_told.unit_id IS 'Id of the unit';
COMMENT ON COLUMN vault.workforce_told.basis IS 'calendar_fte, hours_scotland or working_days; headcount for leavers';
COMMENT ON COLUMN vault.workforce_told.period_start IS 'First day';
COMMENT ON COLUMN vault.workforce_told.period_end IS 'First day no longer in it';
COMMENT ON COLUMN vault.workforce_told.fte_days_lost IS 'Full-time-equivalent days lost that figures rested on';
COMMENT ON COLUMN vault.workforce_told.fte_days_available IS 'Full-time-equivalent days available that figures rested on';
COMMENT ON COLUMN vault.workforce_told.headcount_start IS 'People at the start that figures rested on';
COMMENT ON COLUMN vault.workforce_told.headcount_end IS 'People at the end that figures rested on';
COMMENT ON COLUMN vault.workforce_told.leavers IS 'Leavers that figures rested on';
COMMENT ON COLUMN vault.workforce_told.stayers IS 'Stayers that figures rested on';
COMMENT ON COLUMN vault.workforce_told.release_id IS 'The first published update with it';

CREATE TABLE vault.comment (
    comment_id   VARCHAR,
    enrolment_id VARCHAR,
    on_date      DATE,
    prompt       VARCHAR,
    text         VARCHAR,
    theme        VARCHAR,
    component    INTEGER,
    is_cleared   BOOLEAN,
    batch_no     INTEGER
);
COMMENT ON TABLE vault.comment IS 'One row per free-text remark. Shown only after clearance and above the text threshold.';
COMMENT ON COLUMN vault.comment.comment_id IS 'Short id';
COMMENT ON COLUMN vault.comment.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.comment.on_date IS 'The day';
COMMENT ON COLUMN vault.comment.prompt IS 'helps, gets_in_way or other';
COMMENT ON COLUMN vault.comment.text IS 'The remark';
COMMENT ON COLUMN vault.comment.theme IS 'Theme it was coded to';
COMMENT ON COLUMN vault.comment.component IS 'Which of the nine components of joy in work, 1 to 9';
COMMENT ON COLUMN vault.comment.is_cleared IS 'Whether a person cleared it for sharing';
COMMENT ON COLUMN vault.comment.batch_no IS 'Import that brought the row';

CREATE TABLE vault.published_step (
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    step         VARCHAR,
    anchor       DATE,
    release_id   VARCHAR
);
COMMENT ON TABLE vault.published_step IS 'One row per team, indicator and instrument version: the step its tallies are published at, kept for good once figures were published with it.';
COMMENT ON COLUMN vault.published_step.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.published_step.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.published_step.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.published_step.step IS 'week, fortnight or between_sets';
COMMENT ON COLUMN vault.published_step.anchor IS 'Monday from which its fortnights are counted, before and after it';
COMMENT ON COLUMN vault.published_step.release_id IS 'The first published update with it';

CREATE TABLE vault.held_cell (
    cell_no  INTEGER,
    came_with INTEGER,
    since    TIMESTAMP
);
COMMENT ON TABLE vault.held_cell IS 'One row per survey cell and import whose answers came late and wait, because so few would tell of single people (rule R15).';
COMMENT ON COLUMN vault.held_cell.cell_no IS 'The cell';
COMMENT ON COLUMN vault.held_cell.came_with IS 'The import whose answers wait';
COMMENT ON COLUMN vault.held_cell.since IS 'When they first had to wait, UTC';

CREATE TABLE vault.held_tally (
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    week         DATE,
    came_with    INTEGER,
    since        TIMESTAMP
);
COMMENT ON TABLE vault.held_tally IS 'One row per team, indicator, version, week and import whose tallies came late and wait (rule R15).';
COMMENT ON COLUMN vault.held_tally.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.held_tally.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.held_tally.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.held_tally.week IS 'Monday of the week';
COMMENT ON COLUMN vault.held_tally.came_with IS 'The import whose tallies wait';
COMMENT ON COLUMN vault.held_tally.since IS 'When they first had to wait, UTC';

CREATE TABLE vault.counted (
    kind         VARCHAR,
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    period_id    VARCHAR,
    came_with    INTEGER,
    n            BIGINT,
    busiest_day  BIGINT,
    mark         VARCHAR,
    from_number  INTEGER,
    to_number    INTEGER
);
COMMENT ON TABLE vault.counted IS 'One row per smallest group, indicator, period and import that published updates counted: what was shown when, as numbers of people or answers only (rules R14 and R15).';
COMMENT ON COLUMN vault.counted.kind IS 'round for survey scores, item for single questions, week for tallies';
COMMENT ON COLUMN vault.counted.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.counted.indicator_id IS 'The indicator, or the key of a single question';
COMMENT ON COLUMN vault.counted.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.counted.period_id IS 'round_id, or the Monday of the week';
COMMENT ON COLUMN vault.counted.came_with IS 'The import the answers came with';
COMMENT ON COLUMN vault.counted.n IS 'People or answers counted';
COMMENT ON COLUMN vault.counted.busiest_day IS 'Of tallies, answers on the day with most of them';
COMMENT ON COLUMN vault.counted.mark IS 'Hash of the sums of these answers: equal where the same answers were brought in again';
COMMENT ON COLUMN vault.counted.from_number IS 'Number of the first published update that counted it so';
COMMENT ON COLUMN vault.counted.to_number IS 'Number of the last one; missing while it is counted so';

CREATE TABLE vault.counted_now (
    kind         VARCHAR,
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    period_id    VARCHAR,
    came_with    INTEGER,
    n            BIGINT,
    busiest_day  BIGINT,
    mark         VARCHAR
);
COMMENT ON TABLE vault.counted_now IS 'One row per smallest group, indicator, period and import, as the statistics stand: compared with vault.counted when an update is made.';
COMMENT ON COLUMN vault.counted_now.kind IS 'round for survey scores, item for single questions, week for tallies';
COMMENT ON COLUMN vault.counted_now.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.counted_now.indicator_id IS 'The indicator, or the key of a single question';
COMMENT ON COLUMN vault.counted_now.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.counted_now.period_id IS 'round_id, or the Monday of the week';
COMMENT ON COLUMN vault.counted_now.came_with IS 'The import the answers came with';
COMMENT ON COLUMN vault.counted_now.n IS 'People or answers counted';
COMMENT ON COLUMN vault.counted_now.busiest_day IS 'Of tallies, answers on the day with most of them';
COMMENT ON COLUMN vault.counted_now.mark IS 'Hash of the sums of these answers';

CREATE TABLE vault.tombstone (
    kind      VARCHAR,
    mark      VARCHAR,
    erased_at TIMESTAMP
);
COMMENT ON TABLE vault.tombstone IS 'One row per thing that was erased for good: later imports leave it out. Holds no content, only a keyed mark.';
COMMENT ON COLUMN vault.tombstone.kind IS 'response, comment, story, round, or links for the codes of a round';
COMMENT ON COLUMN vault.tombstone.mark IS 'Keyed hash by which it is known again';
COMMENT ON COLUMN vault.tombstone.erased_at IS 'When, UTC';

CREATE TABLE vault.themed (
    release_id VARCHAR,
    group_kind VARCHAR,
    group_id   VARCHAR,
    n          INTEGER
);
COMMENT ON TABLE vault.themed IS 'One row per published update and group whose themes were counted: by it a later update knows that a remark was erased or taken back (rule R15).';
COMMENT ON COLUMN vault.themed.release_id IS 'The published update';
COMMENT ON COLUMN vault.themed.group_kind IS 'cohort';
COMMENT ON COLUMN vault.themed.group_id IS 'Id of the group';
COMMENT ON COLUMN vault.themed.n IS 'Different remarks that could be read there';

CREATE TABLE vault.series (
    series_no    SMALLINT,
    indicator_id VARCHAR,
    instrument   VARCHAR
);
COMMENT ON TABLE vault.series IS 'One row per indicator and instrument version that can be scored: gives each a small number.';
COMMENT ON COLUMN vault.series.series_no IS 'Number of the series in this database';
COMMENT ON COLUMN vault.series.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.series.instrument IS 'instrument@version';

CREATE TABLE vault.item_points (
    series_no SMALLINT,
    item_no   SMALLINT,
    code      SMALLINT,
    points    INTEGER
);
COMMENT ON TABLE vault.item_points IS 'One row per series, item and option: what the answer earns. Compiled from the definitions.';
COMMENT ON COLUMN vault.item_points.series_no IS 'The series';
COMMENT ON COLUMN vault.item_points.item_no IS 'The item';
COMMENT ON COLUMN vault.item_points.code IS 'The option';
COMMENT ON COLUMN vault.item_points.points IS 'Points it earns, reversed where the item is';

CREATE TABLE vault.score_lookup (
    series_no     SMALLINT,
    answered      BIGINT,
    raw           BIGINT,
    score         DOUBLE,
    is_favourable BOOLEAN
);
COMMENT ON TABLE vault.score_lookup IS 'One row per series, number of items answered and sum of points: the score. No row: not scored.';
COMMENT ON COLUMN vault.score_lookup.series_no IS 'The series';
COMMENT ON COLUMN vault.score_lookup.answered IS 'Items answered';
COMMENT ON COLUMN vault.score_lookup.raw IS 'Sum of their points';
COMMENT ON COLUMN vault.score_lookup.score IS 'The score in the indicator''s unit';
COMMENT ON COLUMN vault.score_lookup.is_favourable IS 'Whether it counts as good';

CREATE TABLE vault.score_statistic (
    cell_no       INTEGER,
    came_with     INTEGER,
    indicator_id  VARCHAR,
    instrument    VARCHAR,
    n             BIGINT,
    total         DOUBLE,
    total_squares DOUBLE,
    favourable    BIGINT,
    at_lowest     BIGINT,
    at_highest    BIGINT
);
COMMENT ON TABLE vault.score_statistic IS 'One row per cell, import, indicator and instrument version: sums from which every survey figure is made.';
COMMENT ON COLUMN vault.score_statistic.cell_no IS 'The cell';
COMMENT ON COLUMN vault.score_statistic.came_with IS 'The import the answers came with; 0 for none';
COMMENT ON COLUMN vault.score_statistic.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.score_statistic.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.score_statistic.n IS 'People with a valid score';
COMMENT ON COLUMN vault.score_statistic.total IS 'Sum of scores';
COMMENT ON COLUMN vault.score_statistic.total_squares IS 'Sum of squared scores';
COMMENT ON COLUMN vault.score_statistic.favourable IS 'Scores that count as good';
COMMENT ON COLUMN vault.score_statistic.at_lowest IS 'Scores at the lowest possible value';
COMMENT ON COLUMN vault.score_statistic.at_highest IS 'Scores at the highest possible value';

CREATE TABLE vault.option_statistic (
    cell_no   INTEGER,
    came_with INTEGER,
    item_no   SMALLINT,
    code      SMALLINT,
    n         BIGINT
);
COMMENT ON TABLE vault.option_statistic IS 'One row per cell, import, item and option: how many chose it.';
COMMENT ON COLUMN vault.option_statistic.cell_no IS 'The cell';
COMMENT ON COLUMN vault.option_statistic.came_with IS 'The import the answers came with; 0 for none';
COMMENT ON COLUMN vault.option_statistic.item_no IS 'The item';
COMMENT ON COLUMN vault.option_statistic.code IS 'The option';
COMMENT ON COLUMN vault.option_statistic.n IS 'People who chose it';

CREATE TABLE vault.pulse_statistic (
    enrolment_id VARCHAR,
    indicator_id VARCHAR,
    instrument   VARCHAR,
    week         DATE,
    n_total      BIGINT,
    n_favourable BIGINT,
    busiest_day  BIGINT
);
COMMENT ON TABLE vault.pulse_statistic IS 'One row per team, indicator, instrument version and ISO week with any tally.';
COMMENT ON COLUMN vault.pulse_statistic.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN vault.pulse_statistic.indicator_id IS 'The indicator';
COMMENT ON COLUMN vault.pulse_statistic.instrument IS 'instrument@version';
COMMENT ON COLUMN vault.pulse_statistic.week IS 'Monday of the week';
COMMENT ON COLUMN vault.pulse_statistic.n_total IS 'Answers';
COMMENT ON COLUMN vault.pulse_statistic.n_favourable IS 'Answers that count as good';
COMMENT ON COLUMN vault.pulse_statistic.busiest_day IS 'Answers on the day with most of them';

CREATE TABLE release.release (
    release_id     VARCHAR,
    programme_id   VARCHAR,
    made_at        TIMESTAMP,
    as_of          DATE,
    reason         VARCHAR,
    policy_version VARCHAR,
    content_hash   VARCHAR,
    is_withdrawn   BOOLEAN,
    number         INTEGER,
    leaders_from   DATE,
    audit_id       VARCHAR
);
COMMENT ON TABLE release.release IS 'One row per published update: an immutable set of figures and findings.';
COMMENT ON COLUMN release.release.release_id IS 'Id of the release';
COMMENT ON COLUMN release.release.programme_id IS 'The programme';
COMMENT ON COLUMN release.release.made_at IS 'When it was made, UTC';
COMMENT ON COLUMN release.release.as_of IS 'Only weeks closed by this day are in it';
COMMENT ON COLUMN release.release.reason IS 'Why it was made: import, check_in, nightly or by_hand';
COMMENT ON COLUMN release.release.policy_version IS 'Version of the disclosure policy it was made under';
COMMENT ON COLUMN release.release.content_hash IS 'Hash of its figures and findings';
COMMENT ON COLUMN release.release.is_withdrawn IS 'True once it must not be shown any more';
COMMENT ON COLUMN release.release.number IS 'Running number among the updates of the programme';
COMMENT ON COLUMN release.release.leaders_from IS 'First day leaders see it: teams see their figures first';
COMMENT ON COLUMN release.release.audit_id IS 'The audit it passed; without one it is not shown';

CREATE TABLE release.figure (
    release_id       VARCHAR,
    group_kind       VARCHAR,
    group_id         VARCHAR,
    indicator_id     VARCHAR,
    instrument       VARCHAR,
    period_kind      VARCHAR,
    period_id        VARCHAR,
    period_start     DATE,
    period_end       DATE,
    state            VARCHAR,
    value            DOUBLE,
    capped           VARCHAR,
    n_band           VARCHAR,
    n_low            INTEGER,
    tier             INTEGER,
    favourable_share DOUBLE,
    spread           DOUBLE
);
COMMENT ON TABLE release.figure IS 'One row per group, indicator, version and period: only what may be seen.';
COMMENT ON COLUMN release.figure.release_id IS 'The release';
COMMENT ON COLUMN release.figure.group_kind IS 'programme, cohort or team';
COMMENT ON COLUMN release.figure.group_id IS 'programme_id, cohort_id or enrolment_id';
COMMENT ON COLUMN release.figure.indicator_id IS 'The indicator';
COMMENT ON COLUMN release.figure.instrument IS 'instrument@version; figures of different versions are never compared';
COMMENT ON COLUMN release.figure.period_kind IS 'week, fortnight, between_sets, baseline, latest, round, or pooled for several rounds together';
COMMENT ON COLUMN release.figure.period_id IS 'round_id (several joined by +), number of the learning set that opens the stretch, or the first day';
COMMENT ON COLUMN release.figure.period_start IS 'First day';
COMMENT ON COLUMN release.figure.period_end IS 'First day no longer in it';
COMMENT ON COLUMN release.figure.state IS 'shown, hidden or not_asked';
COMMENT ON COLUMN release.figure.value IS 'Share 0 to 1, or mean in the indicator''s unit, rounded by its tier; missing unless shown';
COMMENT ON COLUMN release.figure.capped IS 'over or under where a unanimous result is blurred, else missing';
COMMENT ON COLUMN release.figure.n_band IS 'How many answers, as a band; missing unless shown';
COMMENT ON COLUMN release.figure.n_low IS 'Lowest number the band allows; intervals are computed from it';
COMMENT ON COLUMN release.figure.tier IS 'Lowest number of answers of the display tier';
COMMENT ON COLUMN release.figure.favourable_share IS 'Share that counts as good, where the tier allows';
COMMENT ON COLUMN release.figure.spread IS 'Standard deviation, where the tier allows';

CREATE TABLE release.figure_option (
    release_id VARCHAR,
    group_kind VARCHAR,
    group_id   VARCHAR,
    instrument VARCHAR,
    item_key   VARCHAR,
    period_id  VARCHAR,
    label      VARCHAR,
    ordinal    INTEGER,
    share      DOUBLE
);
COMMENT ON TABLE release.figure_option IS 'One row per shown figure and option of its distribution, where the tier allows.';
COMMENT ON COLUMN release.figure_option.release_id IS 'The release';
COMMENT ON COLUMN release.figure_option.group_kind IS 'programme, cohort or team';
COMMENT ON COLUMN release.figure_option.group_id IS 'Id of the group';
COMMENT ON COLUMN release.figure_option.instrument IS 'instrument@version';
COMMENT ON COLUMN release.figure_option.item_key IS 'The item';
COMMENT ON COLUMN release.figure_option.period_id IS 'The survey round or stretch';
COMMENT ON COLUMN release.figure_option.label IS 'Option, or options merged because few chose them';
COMMENT ON COLUMN release.figure_option.ordinal IS 'Order of the option';
COMMENT ON COLUMN release.figure_option.share IS 'Share of answers, rounded by the tier';

CREATE TABLE release.finding (
    release_id   VARCHAR,
    group_kind   VARCHAR,
    group_id     VARCHAR,
    indicator_id VARCHAR,
    kind         VARCHAR,
    instrument   VARCHAR,
    from_period  VARCHAR,
    to_period    VARCHAR,
    part         VARCHAR,
    state        VARCHAR,
    value        DOUBLE,
    low          DOUBLE,
    high         DOUBLE,
    n_band       VARCHAR,
    conclusion   VARCHAR,
    detail       VARCHAR
);
COMMENT ON TABLE release.finding IS 'One row per result that needs people to compute, at cohort level or above.';
COMMENT ON COLUMN release.finding.release_id IS 'The release';
COMMENT ON COLUMN release.finding.group_kind IS 'programme or cohort';
COMMENT ON COLUMN release.finding.group_id IS 'Id of the group';
COMMENT ON COLUMN release.finding.indicator_id IS 'The indicator';
COMMENT ON COLUMN release.finding.kind IS 'What was computed, such as paired_change or reliability; every kind is in GLOSSARY.md';
COMMENT ON COLUMN release.finding.instrument IS 'instrument@version';
COMMENT ON COLUMN release.finding.from_period IS 'Earlier period';
COMMENT ON COLUMN release.finding.to_period IS 'Later period; the same as the earlier one where there is but one';
COMMENT ON COLUMN release.finding.part IS 'Item key, or the other indicator of a correlation; empty for the whole';
COMMENT ON COLUMN release.finding.state IS 'shown or hidden';
COMMENT ON COLUMN release.finding.value IS 'The result in the indicator''s unit (shares as 0 to 1)';
COMMENT ON COLUMN release.finding.low IS 'Lower end of its 95 % interval';
COMMENT ON COLUMN release.finding.high IS 'Upper end of its 95 % interval';
COMMENT ON COLUMN release.finding.n_band IS 'How many people or teams it rests on, as a band';
COMMENT ON COLUMN release.finding.conclusion IS 'similar, different or unclear where an equivalence test was made, else empty';
COMMENT ON COLUMN release.finding.detail IS 'What else the reader needs, in words';

CREATE TABLE release.participation (
    release_id   VARCHAR,
    cohort_id    VARCHAR,
    enrolment_id VARCHAR,
    people       INTEGER,
    answers_band VARCHAR
);
COMMENT ON TABLE release.participation IS 'One row per cohort and team: who takes part, by bands.';
COMMENT ON COLUMN release.participation.release_id IS 'The release';
COMMENT ON COLUMN release.participation.cohort_id IS 'The cohort';
COMMENT ON COLUMN release.participation.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN release.participation.people IS 'Team size used as denominator';
COMMENT ON COLUMN release.participation.answers_band IS 'Answers so far, as a band; missing where it gave too few to tell';

CREATE TABLE release.workforce (
    release_id   VARCHAR,
    unit_kind    VARCHAR,
    unit_id      VARCHAR,
    unit_name    VARCHAR,
    measure      VARCHAR,
    basis        VARCHAR,
    period_kind  VARCHAR,
    period_start DATE,
    period_end   DATE,
    state        VARCHAR,
    value        DOUBLE,
    n_band       VARCHAR
);
COMMENT ON TABLE release.workforce IS 'One row per unit, measure and period: absence, leavers and stability, only what may be seen; never of a single team.';
COMMENT ON COLUMN release.workforce.release_id IS 'The published update';
COMMENT ON COLUMN release.workforce.unit_kind IS 'programme, organisation, directorate or cohort';
COMMENT ON COLUMN release.workforce.unit_id IS 'Id of the unit';
COMMENT ON COLUMN release.workforce.unit_name IS 'Its name as shown';
COMMENT ON COLUMN release.workforce.measure IS 'absence_rate, days_lost, days_available, leaver_rate, stability or leavers';
COMMENT ON COLUMN release.workforce.basis IS 'calendar_fte, hours_scotland or working_days, never mixed; headcount for leavers and stability';
COMMENT ON COLUMN release.workforce.period_kind IS 'month, twelve_months (ending with a month) or year';
COMMENT ON COLUMN release.workforce.period_start IS 'First day';
COMMENT ON COLUMN release.workforce.period_end IS 'First day no longer in it';
COMMENT ON COLUMN release.workforce.state IS 'shown, hidden, or blank by the official rule (330 full-time-equivalent days available or fewer)';
COMMENT ON COLUMN release.workforce.value IS 'Percent (absence to two decimals, leavers and stability to one), or days or people to two figures; missing unless shown';
COMMENT ON COLUMN release.workforce.n_band IS 'How many people, as a band; missing unless shown';

CREATE TABLE release.audit (
    release_id      VARCHAR,
    audit_id        VARCHAR,
    policy_version  VARCHAR,
    figures         BIGINT,
    hidden          BIGINT,
    hidden_by_audit BIGINT,
    rounds          INTEGER,
    outcome         VARCHAR,
    made_at         TIMESTAMP
);
COMMENT ON TABLE release.audit IS 'One row per published update: the audit without which it is not shown (rules R9 and R22).';
COMMENT ON COLUMN release.audit.release_id IS 'The published update';
COMMENT ON COLUMN release.audit.audit_id IS 'Id of the audit; the update names it too';
COMMENT ON COLUMN release.audit.policy_version IS 'Version of the policy it was made under';
COMMENT ON COLUMN release.audit.figures IS 'Figures that were held against each other; behind anonymous tallies stand at least the people of the busiest day (rule R1)';
COMMENT ON COLUMN release.audit.hidden IS 'Figures that were hidden by any rule';
COMMENT ON COLUMN release.audit.hidden_by_audit IS 'Of those, hidden because they could have been worked out';
COMMENT ON COLUMN release.audit.rounds IS 'How often the audit had to hide and look again';
COMMENT ON COLUMN release.audit.outcome IS 'clear, or parents_only where nothing less was safe';
COMMENT ON COLUMN release.audit.made_at IS 'When, UTC';

CREATE TABLE release.waiting (
    release_id   VARCHAR,
    cohort_id    VARCHAR,
    enrolment_id VARCHAR,
    kind         VARCHAR,
    period_id    VARCHAR,
    why          VARCHAR,
    since        DATE
);
COMMENT ON TABLE release.waiting IS 'One row per team and period whose answers arrived and cannot be shown safely yet. Holds no number.';
COMMENT ON COLUMN release.waiting.release_id IS 'The published update';
COMMENT ON COLUMN release.waiting.cohort_id IS 'The cohort';
COMMENT ON COLUMN release.waiting.enrolment_id IS 'The team in its cohort';
COMMENT ON COLUMN release.waiting.kind IS 'survey or tally';
COMMENT ON COLUMN release.waiting.period_id IS 'round_id, or the Monday of the week';
COMMENT ON COLUMN release.waiting.why IS 'late, or taken_back';
COMMENT ON COLUMN release.waiting.since IS 'Day since when it waits';

CREATE TABLE release.comment (
    release_id VARCHAR,
    group_kind VARCHAR,
    group_id   VARCHAR,
    ordinal    INTEGER,
    prompt     VARCHAR,
    theme      VARCHAR,
    component  INTEGER,
    text       VARCHAR
);
COMMENT ON TABLE release.comment IS 'One row per cleared remark that may be read, in an order that tells nothing (rule R16).';
COMMENT ON COLUMN release.comment.release_id IS 'The published update';
COMMENT ON COLUMN release.comment.group_kind IS 'cohort or programme, team from 20 people';
COMMENT ON COLUMN release.comment.group_id IS 'Id of the group';
COMMENT ON COLUMN release.comment.ordinal IS 'Place in a shuffled order';
COMMENT ON COLUMN release.comment.prompt IS 'helps, gets_in_way or other';
COMMENT ON COLUMN release.comment.theme IS 'Theme it was coded to';
COMMENT ON COLUMN release.comment.component IS 'Which of the nine components of joy in work, 1 to 9';
COMMENT ON COLUMN release.comment.text IS 'The remark';

CREATE TABLE release.theme (
    release_id VARCHAR,
    group_kind VARCHAR,
    group_id   VARCHAR,
    prompt     VARCHAR,
    theme      VARCHAR,
    component  INTEGER,
    n_band     VARCHAR,
    n_low      INTEGER,
    n_high     INTEGER
);
COMMENT ON TABLE release.theme IS 'One row per theme of the remarks that may be read in a cohort, and of all cohorts that tell it together (rule R16).';
COMMENT ON COLUMN release.theme.release_id IS 'The published update';
COMMENT ON COLUMN release.theme.group_kind IS 'cohort or programme';
COMMENT ON COLUMN release.theme.group_id IS 'Id of the group';
COMMENT ON COLUMN release.theme.prompt IS 'helps, gets_in_way or other';
COMMENT ON COLUMN release.theme.theme IS 'Theme that remarks were coded to';
COMMENT ON COLUMN release.theme.component IS 'Which of the nine components of joy in work, 1 to 9; missing where the remarks of the theme differ in it';
COMMENT ON COLUMN release.theme.n_band IS 'How many remarks, as a band';
COMMENT ON COLUMN release.theme.n_low IS 'Fewest remarks the band allows';
COMMENT ON COLUMN release.theme.n_high IS 'Most remarks the band allows';

CREATE TABLE release.reveal (
    release_id  VARCHAR,
    reveal_id   VARCHAR,
    cohort_id   VARCHAR,
    event_id    VARCHAR,
    question    VARCHAR,
    ordinal     INTEGER,
    label       VARCHAR,
    share       DOUBLE,
    capped      VARCHAR,
    n_band      VARCHAR,
    revealed_at TIMESTAMP
);
COMMENT ON TABLE release.reveal IS 'One row per option of a check-in that was revealed in the room: written once and never changed (rule R18).';
COMMENT ON COLUMN release.reveal.release_id IS 'The published update that holds this copy; missing in the row that was written in the room';
COMMENT ON COLUMN release.reveal.reveal_id IS 'Id of the reveal';
COMMENT ON COLUMN release.reveal.cohort_id IS 'The cohort in the room';
COMMENT ON COLUMN release.reveal.event_id IS 'The learning event';
COMMENT ON COLUMN release.reveal.question IS 'What was asked, as shown';
COMMENT ON COLUMN release.reveal.ordinal IS 'Order of the option';
COMMENT ON COLUMN release.reveal.label IS 'Option, or options merged because few chose them';
COMMENT ON COLUMN release.reveal.share IS 'Share of people, rounded';
COMMENT ON COLUMN release.reveal.capped IS 'over or under where only a bound is told, else missing';
COMMENT ON COLUMN release.reveal.n_band IS 'How many answered, as a band';
COMMENT ON COLUMN release.reveal.revealed_at IS 'When, UTC';

CREATE TABLE access.role_grant (
    grant_no   INTEGER,
    person     VARCHAR,
    role       VARCHAR,
    scope_kind VARCHAR,
    scope_id   VARCHAR,
    from_date  DATE,
    to_date    DATE,
    granted_by VARCHAR,
    granted_at TIMESTAMP,
    ended_by   VARCHAR,
    ended_at   TIMESTAMP
);
COMMENT ON TABLE access.role_grant IS 'One row per role given to a person, with what it is for; rows are ended, never changed.';
COMMENT ON COLUMN access.role_grant.grant_no IS 'Running number';
COMMENT ON COLUMN access.role_grant.person IS 'E-mail address in lower case, as the sign-in tells it';
COMMENT ON COLUMN access.role_grant.role IS 'leader, facilitator, team, steward or evaluator';
COMMENT ON COLUMN access.role_grant.scope_kind IS 'everything, programme, organisation, cohort or team';
COMMENT ON COLUMN access.role_grant.scope_id IS 'programme_id, org_id, cohort_id or enrolment_id; empty for everything';
COMMENT ON COLUMN access.role_grant.from_date IS 'First day it holds';
COMMENT ON COLUMN access.role_grant.to_date IS 'First day it holds no longer; missing while open';
COMMENT ON COLUMN access.role_grant.granted_by IS 'Who gave it';
COMMENT ON COLUMN access.role_grant.granted_at IS 'When, UTC';
COMMENT ON COLUMN access.role_grant.ended_by IS 'Who ended it';
COMMENT ON COLUMN access.role_grant.ended_at IS 'When it was ended, UTC';

CREATE TABLE access.event (
    event_no    BIGINT,
    happened_at TIMESTAMP,
    person      VARCHAR,
    what        VARCHAR,
    about       VARCHAR
);
COMMENT ON TABLE access.event IS 'One row per thing done that must be accounted for: sign-ins, exports, imports, thresholds, roles, erasures. Never what anybody answered.';
COMMENT ON COLUMN access.event.event_no IS 'Running number';
COMMENT ON COLUMN access.event.happened_at IS 'When, UTC';
COMMENT ON COLUMN access.event.person IS 'Who, as signed in; or the role on a machine without sign-in';
COMMENT ON COLUMN access.event.what IS 'Kind of event';
COMMENT ON COLUMN access.event.about IS 'What it was about: an id, a file label, a threshold';
