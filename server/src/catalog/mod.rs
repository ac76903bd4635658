//! The courses and readiness rules: read from a folder, checked, kept by content hash, and served
//! from memory. What a page shows is rendered once per revision, never per request.

pub mod branches;
pub mod check;
pub mod coverage;
pub mod editor;
pub mod files;
pub mod first_lessons;
pub mod interchange;
pub(crate) mod own_data;
pub mod plan;
pub mod poll;
pub mod preview;
pub mod refresh;
pub mod revisions;
pub mod sources;
pub mod tables;
pub mod webhook;
pub mod withdraw;

mod address;
pub(crate) mod folder;
mod git;
mod git_run;
mod git_words;
mod highlight;
pub mod history;
mod judge;
mod keys;
mod live;
mod memory;
mod order;
mod problem;
mod publish;
mod search;
mod snapshot;
mod store;
mod tree;
mod watch;

pub use domain::catalog::competences;
pub use git::Auth;
pub use memory::{Catalog, Revision, RuleRevision};
pub use order::taught_in_order;
pub use poll::Queue;
pub use problem::{Place, Problem};
pub use publish::{FOLDER, How};
pub use watch::watch;
