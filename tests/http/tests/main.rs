//! The running program, asked over HTTP as browsers ask it, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

mod access;
mod accounts;
mod backup;
mod changes;
mod check_in;
mod classroom;
mod consent;
mod courses;
mod curriculum;
mod decisions;
mod drafts;
mod faults;
mod forms;
mod guards;
mod help;
mod invitations;
mod items;
mod kinds;
mod kits;
mod lengths;
mod lessons;
mod lists;
mod make_up;
mod matching;
mod notices;
mod outreach;
mod outreach_after;
mod own_data;
mod passwords;
mod people_import;
mod posting;
mod publishing;
mod publishing_hostile;
mod publishing_remotes;
mod queries;
mod quizzes;
mod races;
mod report;
mod rights;
mod rounds;
mod rules;
mod says;
mod scripts;
mod search;
mod second;
mod sign_in;
mod taught;
mod telework;
mod today;
mod twice;
mod typed;
mod upgrade;
mod versions;
