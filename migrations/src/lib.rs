//! The database schema of Kakehashi, one migration per file, applied in order on SQLite and PostgreSQL.
//!
//! Migrations are additive: expand first, contract in a later release.

use sea_orm_migration::prelude::*;

mod columns;
mod m0001_first;
mod m0002_accounts;
mod m0003_cancelled_classes;
mod m0004_allowances;
mod m0005_versions;
mod m0006_lists;
mod m0007_rights;
mod m0008_own_devices;
mod m0013_own_data;
mod m0014_people_import;
mod m0015_outreach;
mod m0016_folded;
mod m0017_notices;
mod m0019_kits;
mod m0020_telework;
mod m0021_rounds;
mod m0024_search;

/// Applies all migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first::Migration),
            Box::new(m0002_accounts::Migration),
            Box::new(m0003_cancelled_classes::Migration),
            Box::new(m0004_allowances::Migration),
            Box::new(m0005_versions::Migration),
            Box::new(m0006_lists::Migration),
            Box::new(m0007_rights::Migration),
            Box::new(m0008_own_devices::Migration),
            Box::new(m0013_own_data::Migration),
            Box::new(m0014_people_import::Migration),
            Box::new(m0015_outreach::Migration),
            Box::new(m0016_folded::Migration),
            Box::new(m0017_notices::Migration),
            Box::new(m0019_kits::Migration),
            Box::new(m0020_telework::Migration),
            Box::new(m0021_rounds::Migration),
            Box::new(m0024_search::Migration),
        ]
    }
}
