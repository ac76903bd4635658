//! `/referrals/{referral}`: the page of the matching room; from there the work starts.

use serde::Deserialize;
use server::{Result, care::placements};

use crate::{
    matching,
    web::{Reply, Req},
};

pub use matching::referral::show;

/// What may be done with a referral.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReferralForm {
    /// The work begins.
    Start {
        /// The first working day.
        #[serde(default)]
        starts_on: String,
    },
    /// Another link.
    Renew,
}

/// Starts the work, or makes a new link.
pub async fn submit(req: &Req, form: ReferralForm) -> Result<Reply> {
    let starts_on = match form {
        ReferralForm::Renew => return matching::referral::submit(req).await,
        ReferralForm::Start { starts_on } => starts_on,
    };
    let (actor, id) = (req.actor()?, req.param("referral")?);
    let placement = placements::start(actor, &req.services, id, &starts_on).await?;
    Ok(Reply::flash(
        req,
        format!("/care/{placement}"),
        "仕事が決まりました。そのあとの連絡の日もできました。",
        "Placed. The follow-ups are planned.",
    ))
}
