//! `/referrals/{referral}`: the page of the matching room; from there the work starts.

use server::{Result, care::placements};

use crate::{
    matching,
    web::{Reply, Req},
};

pub use matching::referral::show;

/// Starts the work, or makes a new link.
pub async fn submit(req: &Req) -> Result<Reply> {
    if req.form.get("do") == "renew" {
        return matching::referral::submit(req).await;
    }
    let (actor, id) = (req.actor()?, req.param("referral")?);
    let placement = placements::start(actor, &req.services, id, req.form.get("starts_on")).await?;
    Ok(Reply::said(
        req,
        format!("/care/{placement}"),
        "仕事が決まりました。そのあとの連絡の日もできました。",
        "Placed. The follow-ups are planned.",
    ))
}
