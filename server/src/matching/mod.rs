//! Employers, openings, wishes, consent, referrals.

pub mod tables;
