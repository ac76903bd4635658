//! The one list of pages: address, who may ask, and the file that answers.
//!
//! `page!` shows; `form!` shows and takes a post; `action!` only takes a post.

use std::{future::Future, pin::Pin};

use server::{Result, http::Who};

use crate::{
    care, catalog, classroom, home, identity, learning, matching, readiness,
    web::{Reply, Req, look},
};

/// A page's `show` or `submit`.
pub type Handler = for<'a> fn(&'a Req) -> Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// One address.
#[derive(Clone, Copy)]
pub struct Route {
    /// The path, with `{names}` for its variable parts.
    pub path: &'static str,
    /// Who may ask.
    pub who: Who,
    /// Answers GET.
    pub get: Option<Handler>,
    /// Answers POST.
    pub post: Option<Handler>,
    /// What may be posted.
    pub takes: Takes,
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
            post: Some(|req| Box::pin(module::submit(req))),
            takes: Takes::Form,
        }
    }};
}

macro_rules! action {
    ($path:literal, $who:expr, $function:path) => {
        Route {
            path: $path,
            who: $who,
            get: None,
            post: Some(|req| Box::pin($function(req))),
            takes: Takes::Form,
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
        form!("/help", Who::LEARNERS, learning::help),
        form!("/help/requests", Who::STAFF, learning::help_requests),
        page!("/courses/{course}", Who::SignedIn, learning::course),
        form!(
            "/courses/{course}/lessons/{lesson}",
            Who::SignedIn,
            learning::lesson
        ),
        form!("/courses/{course}/quizzes/{quiz}", Who::SignedIn, learning::quiz),
        form!("/attempts/{attempt}", Who::SignedIn, learning::attempt).takes(Takes::Files),
        action!(
            "/attempts/{attempt}/answers",
            Who::SignedIn,
            learning::attempt::save
        )
        .takes(Takes::LongForm),
        page!("/sent-files/{file}", Who::SignedIn, learning::sent_file),
        page!("/grading", Who::TEACHING, learning::grading),
        form!("/grading/{attempt}", Who::TEACHING, learning::grade),
        page!("/items", Who::TEACHING, learning::items),
        page!("/items/{course}/{quiz}", Who::TEACHING, learning::item),
        form!("/items/{course}/{quiz}/accept", Who::TEACHING, learning::accept),
        page!("/cohorts/{cohort}/progress", Who::STAFF, learning::class_report),
        page!("/people/{person}/learning", Who::STAFF, learning::person_report),
        form!("/people/{person}/allowances", Who::TEACHING, learning::allowances),
        // catalog
        page!("/courses", Who::SignedIn, learning::courses),
        page!("/glossary", Who::SignedIn, catalog::glossary),
        action!("/previewing/as", Who::Anyone, catalog::previewing::look_as),
        page!("/sources", Who::TEACHING, catalog::sources),
        form!("/sources/new", Who::ADMINISTRATORS, catalog::source_form),
        form!("/sources/{source}", Who::TEACHING, catalog::source),
        form!(
            "/sources/{source}/settings",
            Who::ADMINISTRATORS,
            catalog::settings
        ),
        page!(
            "/sources/{source}/revisions/{revision}",
            Who::TEACHING,
            catalog::revision
        ),
        form!(
            "/sources/{source}/revisions/{revision}/publish",
            Who::TEACHING,
            catalog::publish
        ),
        form!("/regrades/{course}/{quiz}", Who::TEACHING, learning::regrade),
        form!("/preview/{source}", Who::TEACHING, learning::preview::index),
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
        action!("/sign-out", Who::SignedIn, identity::sign_in::sign_out),
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
        form!("/cohorts/new", Who::STAFF, classroom::new_cohort),
        form!("/cohorts/{cohort}", Who::STAFF, classroom::cohort),
        form!("/cohorts/{cohort}/edit", Who::STAFF, classroom::edit_cohort),
        page!(
            "/cohorts/{cohort}/attendance.csv",
            Who::STAFF,
            classroom::attendance_csv
        ),
        form!("/sessions/{session}", Who::STAFF, classroom::roll_call),
        form!("/sessions/{session}/edit", Who::STAFF, classroom::edit_session),
        form!(
            "/sessions/{session}/make-up/{person}",
            Who::TEACHING,
            classroom::make_up
        ),
        page!("/sessions/{session}/wall", Who::TEACHING, classroom::wall),
        form!("/check-in", Who::SignedIn, classroom::check_in),
        form!("/check-in/{session}", Who::SignedIn, classroom::check_in),
        form!("/attendance", Who::SignedIn, classroom::attendance),
        // readiness
        form!("/readiness", Who::SignedIn, readiness::mine),
        page!("/readiness/board", Who::STAFF, readiness::board),
        form!("/readiness/{person}", Who::STAFF, home::person),
        // matching
        form!("/employers", Who::COORDINATING, matching::employers),
        form!(
            "/employers/{employer}/edit",
            Who::COORDINATING,
            matching::employer
        ),
        page!("/openings", Who::COORDINATING, matching::openings),
        form!("/openings/new", Who::COORDINATING, matching::opening_form),
        form!("/openings/{opening}", Who::COORDINATING, matching::opening),
        form!(
            "/openings/{opening}/edit",
            Who::COORDINATING,
            matching::opening_form
        ),
        form!(
            "/openings/{opening}/refer/{person}",
            Who::COORDINATING,
            matching::refer
        ),
        page!("/referrals", Who::COORDINATING, matching::referrals),
        form!("/referrals/{referral}", Who::COORDINATING, matching::referral),
        page!("/work", Who::LEARNERS, matching::work),
        form!("/wishes", Who::LEARNERS, matching::wishes),
        form!("/openings/{opening}/consent", Who::LEARNERS, matching::consent),
        form!("/disclosures", Who::SignedIn, matching::disclosures),
        form!("/packet/{token}", Who::Anyone, matching::packet),
        // care
        page!("/care", Who::COORDINATING, care::due),
        form!("/care/{placement}", Who::COORDINATING, care::placement),
    ]
}
