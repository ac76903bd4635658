//! The one list of pages: address, who may ask, and the file that answers.
//!
//! `page!` shows; `form!` shows and takes a post; `action!` only takes a post; `script!` takes one from scripts. What a post holds is the
//! struct or enum that `submit` takes: anything else is refused before the page is asked.

use std::{future::Future, pin::Pin};

use server::{Result, http::Who};

use crate::{
    care, catalog, classroom, home, identity, learning, matching, readiness, telework,
    web::{FromPosted, Posted, Reply, Req, look},
};

/// What a page gives: its answer, once it has it.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// A page's `show`.
pub type Show = for<'a> fn(&'a Req) -> Answering<'a>;

/// A page's `submit`, with the form as it came.
pub type Submit = for<'a> fn(&'a Req, Posted) -> Answering<'a>;

/// One address.
#[derive(Clone, Copy)]
pub struct Route {
    /// The path, with `{names}` for its variable parts.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// Answers GET.
    pub get: Option<Show>,
    /// Answers POST.
    pub post: Option<Submit>,
    /// What may be posted.
    pub takes: Takes,
    /// Whether scripts alone ask: the answer is JSON, whatever they say that they read.
    pub script: bool,
}

/// What may be posted to an address; `server::limits` has the sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A form.
    Form,
    /// A form with a text as long as an essay.
    LongForm,
    /// A form that may bring files.
    Files,
}

impl Route {
    /// The address takes what is not a short form.
    const fn takes(self, takes: Takes) -> Route {
        Route { takes, ..self }
    }
}

macro_rules! page {
    ($path:literal, $who:expr, $module:path) => {{
        use $module as module;
        Route {
            path: $path,
            who: $who,
            get: Some(|req| Box::pin(module::show(req))),
            post: None,
            takes: Takes::Form,
            script: false,
        }
    }};
}

macro_rules! form {
    ($path:literal, $who:expr, $module:path) => {{
        use $module as module;
        Route {
            path: $path,
            who: $who,
            get: Some(|req| Box::pin(module::show(req))),
            post: Some(|req, posted| {
                Box::pin(async move { module::submit(req, FromPosted::read(posted)?).await })
            }),
            takes: Takes::Form,
            script: false,
        }
    }};
}

macro_rules! action {
    ($path:literal, $who:expr, $function:path) => {
        Route {
            path: $path,
            who: $who,
            get: None,
            post: Some(|req, posted| {
                Box::pin(async move { $function(req, FromPosted::read(posted)?).await })
            }),
            takes: Takes::Form,
            script: false,
        }
    };
}

macro_rules! script {
    ($path:literal, $who:expr, $function:path) => {
        Route {
            script: true,
            ..action!($path, $who, $function)
        }
    };
}

// Pages that still read their form by the names of its fields.
macro_rules! untyped {
    ($path:literal, $who:expr, $module:path) => {{
        use $module as module;
        Route {
            path: $path,
            who: $who,
            get: Some(|req| Box::pin(module::show(req))),
            post: Some(|req, _| Box::pin(module::submit(req))),
            takes: Takes::Form,
            script: false,
        }
    }};
}

macro_rules! untyped_action {
    ($path:literal, $who:expr, $function:path) => {
        Route {
            path: $path,
            who: $who,
            get: None,
            post: Some(|req, _| Box::pin($function(req))),
            takes: Takes::Form,
            script: false,
        }
    };
}

/// Every page, by room.
pub fn all() -> Vec<Route> {
    vec![
        action!("/look", Who::Anyone, look),
        // home
        page!("/", Who::Anyone, home::start),
        // learning
        untyped!("/help", Who::LEARNERS, learning::help),
        untyped!("/help/requests", Who::STAFF, learning::help_requests),
        page!("/courses/{course}", Who::SignedIn, learning::course),
        untyped!(
            "/courses/{course}/lessons/{lesson}",
            Who::SignedIn,
            learning::lesson
        ),
        untyped!("/courses/{course}/quizzes/{quiz}", Who::SignedIn, learning::quiz),
        form!("/attempts/{attempt}", Who::SignedIn, learning::attempt).takes(Takes::Files),
        script!(
            "/attempts/{attempt}/answers",
            Who::SignedIn,
            learning::attempt::save
        )
        .takes(Takes::LongForm),
        page!("/sent-files/{file}", Who::SignedIn, learning::sent_file),
        page!("/grading", Who::TEACHING, learning::grading),
        untyped!("/grading/{attempt}", Who::TEACHING, learning::grade),
        page!("/items", Who::TEACHING, learning::items),
        page!("/items/{course}/{quiz}", Who::TEACHING, learning::item),
        untyped!("/items/{course}/{quiz}/accept", Who::TEACHING, learning::accept),
        page!("/cohorts/{cohort}/progress", Who::STAFF, learning::class_report),
        page!("/people/{person}/learning", Who::STAFF, learning::person_report),
        untyped!("/people/{person}/allowances", Who::TEACHING, learning::allowances),
        // catalog
        page!("/courses", Who::SignedIn, learning::courses),
        page!("/glossary", Who::SignedIn, catalog::glossary),
        untyped_action!("/previewing/as", Who::Anyone, catalog::previewing::look_as),
        page!("/sources", Who::TEACHING, catalog::sources),
        untyped!("/sources/new", Who::ADMINISTRATORS, catalog::source_form),
        untyped!("/sources/{source}", Who::TEACHING, catalog::source),
        untyped!(
            "/sources/{source}/settings",
            Who::ADMINISTRATORS,
            catalog::settings
        ),
        page!(
            "/sources/{source}/revisions/{revision}",
            Who::TEACHING,
            catalog::revision
        ),
        untyped!(
            "/sources/{source}/revisions/{revision}/publish",
            Who::TEACHING,
            catalog::publish
        ),
        untyped!("/regrades/{course}/{quiz}", Who::TEACHING, learning::regrade),
        untyped!("/preview/{source}", Who::TEACHING, learning::preview::index),
        page!(
            "/preview/{source}/{branch}",
            Who::TEACHING,
            learning::preview::branch
        ),
        page!(
            "/preview/{source}/{branch}/{course}",
            Who::TEACHING,
            learning::preview::course
        ),
        page!(
            "/preview/{source}/{branch}/{course}/lessons/{lesson}",
            Who::TEACHING,
            learning::preview::lesson
        ),
        page!(
            "/preview/{source}/{branch}/{course}/quizzes/{quiz}",
            Who::TEACHING,
            learning::preview::quiz
        ),
        page!(
            "/preview/{source}/{branch}/{course}/files/{*path}",
            Who::TEACHING,
            learning::preview::file
        ),
        // identity
        form!("/sign-in", Who::Anyone, identity::sign_in),
        form!("/sign-out", Who::SignedIn, identity::sign_out),
        form!("/set-up/{token}", Who::Anyone, identity::join),
        form!("/join/{token}", Who::Anyone, identity::join),
        form!("/password/{token}", Who::Anyone, identity::new_password),
        form!("/account", Who::SignedIn, identity::account),
        form!("/people", Who::STAFF, identity::people),
        form!("/people/{person}", Who::STAFF, identity::person),
        form!("/people/{person}/roles", Who::ADMINISTRATORS, identity::roles),
        page!("/audit", Who::ADMINISTRATORS, identity::audit),
        // classroom
        page!("/cohorts", Who::STAFF, classroom::cohorts),
        untyped!("/cohorts/new", Who::STAFF, classroom::new_cohort),
        untyped!("/cohorts/{cohort}", Who::STAFF, classroom::cohort),
        untyped!("/cohorts/{cohort}/edit", Who::STAFF, classroom::edit_cohort),
        page!(
            "/cohorts/{cohort}/attendance.csv",
            Who::STAFF,
            classroom::attendance_csv
        ),
        form!("/sessions/{session}", Who::STAFF, classroom::roll_call),
        untyped!("/sessions/{session}/edit", Who::STAFF, classroom::edit_session),
        untyped!(
            "/sessions/{session}/make-up/{person}",
            Who::TEACHING,
            classroom::make_up
        ),
        page!("/sessions/{session}/wall", Who::TEACHING, classroom::wall),
        untyped!("/check-in", Who::SignedIn, classroom::check_in),
        untyped!("/check-in/{session}", Who::SignedIn, classroom::check_in),
        untyped!("/attendance", Who::SignedIn, classroom::attendance),
        // readiness
        untyped!("/readiness", Who::SignedIn, readiness::mine),
        page!("/readiness/board", Who::STAFF, readiness::board),
        untyped!("/readiness/{person}", Who::STAFF, home::person),
        // telework
        page!("/kits", Who::STAFF, telework::kits),
        form!("/kits/new", Who::STAFF, telework::kit_form),
        form!("/kits/import", Who::STAFF, telework::kit_import).takes(Takes::Files),
        page!("/kits/labels", Who::STAFF, telework::kit_labels),
        form!("/kits/terms", Who::COORDINATING, telework::kit_terms).takes(Takes::LongForm),
        form!("/kits/{kit}", Who::STAFF, telework::kit).takes(Takes::Files),
        form!("/kits/{kit}/edit", Who::STAFF, telework::kit_form),
        page!("/kits/{kit}/photo", Who::STAFF, telework::kit_photo),
        form!("/loans/{loan}", Who::SignedIn, telework::loan),
        page!("/environment", Who::LEARNERS, telework::environment),
        page!("/environment/{person}", Who::STAFF, telework::person),
        // matching
        untyped!("/employers", Who::COORDINATING, matching::employers),
        untyped!(
            "/employers/{employer}/edit",
            Who::COORDINATING,
            matching::employer
        ),
        page!("/openings", Who::COORDINATING, matching::openings),
        untyped!("/openings/new", Who::COORDINATING, matching::opening_form),
        untyped!("/openings/{opening}", Who::COORDINATING, matching::opening),
        untyped!(
            "/openings/{opening}/edit",
            Who::COORDINATING,
            matching::opening_form
        ),
        untyped!(
            "/openings/{opening}/refer/{person}",
            Who::COORDINATING,
            matching::refer
        ),
        page!("/referrals", Who::COORDINATING, matching::referrals),
        untyped!("/referrals/{referral}", Who::COORDINATING, care::referral),
        page!("/work", Who::LEARNERS, matching::work),
        untyped!("/wishes", Who::LEARNERS, matching::wishes),
        untyped!("/openings/{opening}/consent", Who::LEARNERS, matching::consent),
        untyped!("/disclosures", Who::SignedIn, care::disclosures),
        untyped!("/packet/{token}", Who::Anyone, matching::packet),
        // care
        page!("/care", Who::COORDINATING, care::due),
        untyped!("/care/{placement}", Who::COORDINATING, care::placement),
    ]
}
