//! The one list of pages: address, who may ask, and the file that answers.
//!
//! `page!` shows; `form!` shows and takes a post; `action!` only takes a post; `script!` takes one from
//! scripts. What a post holds is the struct or enum that `submit` takes: anything else is refused before the
//! page is asked.

use std::sync::Arc;

use axum::Router;
use server::{Services, http::Who};

use crate::{
    care, catalog, classroom, home, identity, learning, matching, notices, outreach, readiness, telework,
    web::{self, FromPosted, Route, Takes, read_by},
};

/// Every page and embedded file, without the guards.
pub fn router(services: Arc<Services>) -> Router {
    web::router(services, all())
}

macro_rules! page {
    ($path:literal, $who:expr, $module:path) => {{
        use $module as module;
        Route {
            path: $path,
            who: $who,
            get: Some(|req| Box::pin(module::show(req))),
            post: None,
            reads: None,
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
            reads: Some(read_by(module::submit)),
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
            reads: Some(read_by($function)),
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

/// Every page, by room.
pub fn all() -> Vec<Route> {
    vec![
        // home
        page!("/", Who::Anyone, home::start),
        page!("/search", Who::SignedIn, home::search),
        form!("/today/{kind}", Who::STAFF, home::put_off),
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
        script!(
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
        page!("/first-lessons/{course}", Who::Anyone, learning::first_lesson),
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
        form!("/withdraw/{kind}/{item}", Who::TEACHING, catalog::withdraw),
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
        action!("/preferences", Who::Anyone, identity::preferences::change),
        form!("/sign-out", Who::SignedIn, identity::sign_out),
        form!("/set-up/{token}", Who::Anyone, identity::join),
        form!("/join/{token}", Who::Anyone, identity::join),
        form!("/password/{token}", Who::Anyone, identity::new_password),
        form!("/account", Who::SignedIn, identity::account),
        form!("/people", Who::STAFF, identity::people),
        form!(
            "/people/import",
            Who::COORDINATING,
            identity::people_import::choose
        )
        .takes(Takes::Files),
        form!(
            "/people/import/{import}",
            Who::COORDINATING,
            identity::people_import::preview
        ),
        action!(
            "/people/import/{import}/cards",
            Who::COORDINATING,
            identity::people_import::cards::make
        ),
        form!("/people/{person}", Who::STAFF, identity::person),
        form!("/people/{person}/merge", Who::COORDINATING, identity::merging),
        form!("/people/{person}/roles", Who::ADMINISTRATORS, identity::roles),
        page!("/audit", Who::ADMINISTRATORS, identity::audit),
        form!("/settings", Who::ADMINISTRATORS, identity::classroom_settings),
        form!("/me/data", Who::SignedIn, identity::own_data::mine),
        page!("/me/data/all", Who::SignedIn, identity::own_data::all),
        page!("/me/data/files", Who::SignedIn, identity::own_data::zip),
        form!(
            "/people/{person}/data",
            Who::COORDINATING,
            identity::own_data::of_person
        ),
        page!(
            "/people/{person}/data/all",
            Who::COORDINATING,
            identity::own_data::all
        ),
        page!(
            "/people/{person}/data/files",
            Who::COORDINATING,
            identity::own_data::zip
        ),
        page!("/data-requests", Who::COORDINATING, identity::own_data::requests),
        form!(
            "/data-requests/{request}",
            Who::COORDINATING,
            identity::own_data::request
        ),
        form!("/keeping", Who::ADMINISTRATORS, identity::own_data::keeping),
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
        page!("/readiness/board", Who::COORDINATING, readiness::board),
        form!("/readiness/{person}", Who::STAFF, home::person),
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
        form!("/environment/check", Who::LEARNERS, telework::check),
        form!("/environment/workplace", Who::LEARNERS, telework::workplace).takes(Takes::Files),
        form!("/environment/{person}", Who::STAFF, telework::person),
        page!(
            "/workplaces/{workplace}/photo",
            Who::SignedIn,
            telework::workplace_photo
        ),
        form!("/pledge", Who::LEARNERS, telework::pledge),
        form!("/pledge/text", Who::COORDINATING, telework::pledge_text).takes(Takes::LongForm),
        page!("/incidents", Who::COORDINATING, telework::incidents),
        form!("/incidents/new", Who::SignedIn, telework::incident_new),
        form!("/incidents/{incident}", Who::SignedIn, telework::incident),
        form!("/calls/{call}", Who::SignedIn, telework::call),
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
        form!("/referrals/{referral}", Who::COORDINATING, care::referral),
        form!(
            "/openings/{opening}/posting",
            Who::COORDINATING,
            matching::posting
        ),
        page!(
            "/openings/{opening}/sheet",
            Who::SignedIn,
            matching::posting_sheet
        ),
        form!("/rounds", Who::COORDINATING, matching::rounds),
        form!("/rounds/{round}", Who::COORDINATING, matching::round),
        form!(
            "/rounds/{round}/openings/{opening}",
            Who::COORDINATING,
            matching::round_company
        ),
        form!(
            "/rounds/{round}/people/{person}",
            Who::COORDINATING,
            matching::round_person
        ),
        form!("/rounds/{round}/mine", Who::LEARNERS, matching::round_mine),
        page!("/work", Who::LEARNERS, matching::work),
        form!("/wishes", Who::LEARNERS, matching::wishes),
        form!("/openings/{opening}/consent", Who::LEARNERS, matching::consent),
        form!("/consents/waiting", Who::STAFF, matching::second),
        form!("/disclosures", Who::SignedIn, care::disclosures),
        form!("/packet/{token}", Who::Anyone, matching::packet),
        // care
        page!("/care", Who::COORDINATING, care::due),
        form!("/care/{placement}", Who::COORDINATING, care::placement),
        // notices
        form!("/notices", Who::SignedIn, notices::list),
        // outreach, for everybody
        page!("/information-sessions", Who::Anyone, outreach::sessions),
        page!("/information-sessions/{session}", Who::Anyone, outreach::session),
        page!(
            "/information-sessions/{session}/poster",
            Who::Anyone,
            outreach::poster
        ),
        page!(
            "/information-sessions/{session}/session.ics",
            Who::Anyone,
            outreach::calendar
        ),
        form!(
            "/information-sessions/{session}/register",
            Who::Anyone,
            outreach::register
        ),
        form!("/registrations/{token}", Who::Anyone, outreach::registration),
        form!("/contact", Who::Anyone, outreach::contact),
        // outreach, for those who hold sessions
        page!("/enquiries", Who::COORDINATING, outreach::enquiries),
        form!("/enquiries/{enquiry}", Who::COORDINATING, outreach::enquiry),
        page!("/outreach", Who::COORDINATING, outreach::manage_list),
        form!("/outreach/new", Who::COORDINATING, outreach::session_form),
        form!("/outreach/removal", Who::ADMINISTRATORS, outreach::removal),
        form!("/outreach/{session}", Who::COORDINATING, outreach::manage),
        form!(
            "/outreach/{session}/edit",
            Who::COORDINATING,
            outreach::session_form
        ),
        form!("/outreach/{session}/add", Who::COORDINATING, outreach::entry),
        page!(
            "/outreach/{session}/registrations",
            Who::COORDINATING,
            outreach::registrations
        ),
        page!(
            "/outreach/registrations",
            Who::COORDINATING,
            outreach::registrations
        ),
        form!(
            "/outreach/registrations/{registration}",
            Who::COORDINATING,
            outreach::party
        ),
        page!("/outreach/{session}/funnel", Who::COORDINATING, outreach::funnel),
        form!("/outreach/{session}/reception", Who::STAFF, outreach::reception),
        page!("/outreach/{session}/paper-list", Who::STAFF, outreach::paper_list),
    ]
}

#[cfg(test)]
mod tests {
    use server::Error;

    use super::*;
    use crate::web::{Pairs, Posted};

    /// Of every address that takes a post: whether it refuses this form as one that it does not know.
    fn refusing(form: &str) -> Vec<(&'static str, bool)> {
        let posted = || Posted {
            fields: Pairs::decode(form.as_bytes()),
            files: Vec::new(),
        };
        all()
            .into_iter()
            .filter_map(|route| Some((route.path, route.reads?)))
            .map(|(path, reads)| (path, matches!(reads(posted()), Err(Error::Misread(_)))))
            .collect()
    }

    #[test]
    fn an_act_or_a_field_that_no_page_sends_is_refused_everywhere() {
        for form in [
            "do=no-such-act",
            "no-such-field=1",
            "do=no-such-act&no-such-field=1",
        ] {
            let taken: Vec<_> = refusing(form)
                .into_iter()
                .filter(|(_, refused)| !refused)
                .collect();
            assert!(taken.is_empty(), "{form}: {taken:?}");
        }
    }
}
