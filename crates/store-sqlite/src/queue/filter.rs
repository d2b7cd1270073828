//! The conditions of lists, with every value bound but the statuses, which are ours.

use review::ApplicationId;
use sqlx::{QueryBuilder, Sqlite};
use store::{QueueFilter, QueueScope, Search};

pub(super) fn count(filter: &QueueFilter) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM applications WHERE ");
    push_filter(&mut query, filter);
    query
}

pub(super) fn page(filter: &QueueFilter) -> QueryBuilder<Sqlite> {
    let mut query =
        QueryBuilder::new("SELECT id, reference, holder, submitted_at, state FROM applications WHERE ");
    push_filter(&mut query, filter);
    query.push(order(filter)).push_bind(filter.rows);
    query
        .push(" OFFSET ")
        .push_bind(i64::from(filter.page) * i64::from(filter.rows));
    query
}

pub(super) fn candidates(
    scope: &QueueScope,
    after: Option<ApplicationId>,
    limit: u32,
) -> QueryBuilder<Sqlite> {
    let mut query =
        QueryBuilder::new("SELECT id, submitted_at, due_at FROM applications WHERE status = 'Queued' AND ");
    push_scope(&mut query, scope);
    if let Some(id) = after {
        query
            .push(" AND (due_at, submitted_at, id) > (SELECT due_at, submitted_at, id FROM applications WHERE id = ")
            .push_bind(id.0.as_bytes().to_vec())
            .push(")");
    }
    query
        .push(" ORDER BY due_at, submitted_at, id LIMIT ")
        .push_bind(limit);
    query
}

pub(super) fn tally(scopes: &[QueueScope]) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(
        "SELECT service, status, step, count(*) AS number, min(submitted_at) AS oldest FROM applications WHERE ",
    );
    push_scopes(&mut query, scopes);
    query.push(" GROUP BY service, status, step ORDER BY service, status, step");
    query
}

fn push_filter(query: &mut QueryBuilder<Sqlite>, filter: &QueueFilter) {
    push_scopes(query, &filter.scopes);
    if let Some(service) = &filter.service {
        query.push(" AND service = ").push_bind(service.to_string());
    }
    if let Some(step) = &filter.step {
        query.push(" AND step = ").push_bind(step.to_string());
    }
    if let Some(status) = filter.status {
        // Written out, as below: an index of queued cases alone is of no use to a plan for any status.
        query.push(" AND status = '").push(status.as_str()).push("'");
    }
    if let Some(person) = filter.claimed_by {
        query
            .push(" AND claimed_by = ")
            .push_bind(person.0.as_bytes().to_vec());
    }
    if let Some(sampled) = filter.sampled {
        query.push(if sampled {
            " AND sampled = 1"
        } else {
            " AND sampled = 0"
        });
    }
    if let Some(search) = &filter.search {
        push_search(query, search);
    }
}

fn push_search(query: &mut QueryBuilder<Sqlite>, search: &Search) {
    query.push(" AND (FALSE");
    for (at, word) in search.name.iter().enumerate() {
        query
            .push(if at == 0 { " OR (" } else { " AND " })
            .push("instr(' ' || holder_search, ")
            .push_bind(format!(" {word}"))
            .push(") > 0");
    }
    if !search.name.is_empty() {
        query.push(")");
    }
    if !search.reference.is_empty() {
        query
            .push(" OR instr(replace(reference, '-', ''), ")
            .push_bind(search.reference.clone())
            .push(") > 0");
    }
    if !search.applications.is_empty() {
        let mut ids = query.push(" OR id IN (").separated(", ");
        for id in &search.applications {
            ids.push_bind(id.0.as_bytes().to_vec());
        }
        query.push(")");
    }
    query.push(")");
}

fn order(filter: &QueueFilter) -> &'static str {
    if filter.goes_by_deadline() {
        " ORDER BY due_at, submitted_at, id LIMIT "
    } else {
        " ORDER BY submitted_at, id LIMIT "
    }
}

fn push_scopes(query: &mut QueryBuilder<Sqlite>, scopes: &[QueueScope]) {
    query.push("(FALSE");
    for scope in scopes {
        query.push(" OR (");
        push_scope(query, scope);
        query.push(")");
    }
    query.push(")");
}

fn push_scope(query: &mut QueryBuilder<Sqlite>, scope: &QueueScope) {
    query.push("TRUE");
    if let Some(role) = &scope.role {
        query.push(" AND role = ").push_bind(role.to_string());
    }
    if let Some(role) = &scope.consulted {
        query
            .push(" AND consulted IS NOT NULL AND instr(consulted, ")
            .push_bind(format!(" {role} "))
            .push(") > 0");
    }
    if let Some(service) = &scope.service {
        query.push(" AND service = ").push_bind(service.to_string());
    }
    if let Some(office) = &scope.office {
        query.push(" AND office = ").push_bind(office.to_string());
    }
}
