#include "engine/store/sqlite_store.h"

#include <soci/soci.h>

#include <algorithm>
#include <coroutine>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/store/batch_rules.h"
#include "engine/store/group_commit.h"
#include "engine/store/migrations.h"
#include "engine/store/schema.h"
#include "engine/store/sqlite_file.h"
#include "engine/store/sqlite_queries.h"
#include "engine/store/sqlite_writer.h"
#include "engine/store/statement.h"

namespace ikp::store {
namespace {

// Waits for a commit that the writer thread has. Destroyed while it waits, it leaves the commit to itself.
class CommitAwaiter {
 public:
  CommitAwaiter(GroupCommit& group_commit, std::shared_ptr<PendingCommit> commit)
      : group_commit_(group_commit), commit_(std::move(commit)) {}
  CommitAwaiter(const CommitAwaiter&) = delete;
  CommitAwaiter& operator=(const CommitAwaiter&) = delete;
  ~CommitAwaiter() { commit_->waiting = nullptr; }

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    commit_->waiting = waiting;
    group_commit_.Enqueue(commit_);
  }
  ports::CommitResult await_resume() const {
    if (!commit_->result) throw ports::StoreFailure(commit_->failure);
    return *commit_->result;
  }

 private:
  GroupCommit& group_commit_;
  std::shared_ptr<PendingCommit> commit_;
};

// Why the options cannot be used; empty when they can.
std::string FaultOf(const SqliteStoreOptions& options) {
  if (options.path.empty()) return "the path of the store is empty";
  // SOCI reads the path from a connection string and has no way to write a quote into it.
  if (options.path.find('"') != std::string::npos) return "the path of the store must not contain a double quote";
  if (options.max_batches_per_commit == 0) return "max_batches_per_commit must be at least 1";
  if (!options.synchronous && !options.post) return "a store that is not synchronous needs a completion poster";
  return "";
}

}  // namespace

struct SqliteStore::Impl {
  Impl(SqliteStoreOptions store_options, StoreLock store_lock, std::unique_ptr<soci::session> write_session,
       std::unique_ptr<soci::session> read_session)
      : options(std::move(store_options)),
        lock(std::move(store_lock)),
        reader(std::move(read_session)),
        queries(*reader),
        writer(std::move(write_session)) {
    if (options.synchronous) return;
    group_commit.emplace(writer, GroupCommitOptions{.max_batches_per_commit = options.max_batches_per_commit,
                                                    .post = options.post,
                                                    .operation_ended = options.operation_ended});
  }

  template <typename Function>
  auto Read(Function function) {
    try {
      return function(queries);
    } catch (const soci::soci_error& error) {
      throw ports::StoreFailure("the store cannot be read: " + WithoutValues(error));
    }
  }

  // Destroyed from the last to the first: the thread before its connection, the connections before the lock.
  SqliteStoreOptions options;
  StoreLock lock;
  std::unique_ptr<soci::session> reader;
  SqliteQueries queries;
  SqliteWriter writer;
  std::optional<GroupCommit> group_commit;
};

tl::expected<std::unique_ptr<SqliteStore>, std::string> SqliteStore::Open(SqliteStoreOptions options) {
  const auto cannot = [path = options.path](const std::string& reason) {
    return tl::unexpected("cannot open the store " + path + ": " + reason);
  };
  if (const auto fault = FaultOf(options); !fault.empty()) return cannot(fault);
  auto lock = StoreLock::Acquire(options.path);
  if (!lock) return cannot(lock.error());
  if (const auto created = EnsureDatabaseFile(options.path); !created) return cannot(created.error());
  try {
    auto writer = Connect(options.path, Access::kReadWrite, options.busy_timeout);
    if (const auto version = Migrate(*writer, SchemaMigrations()); !version) return cannot(version.error());
    auto reader = Connect(options.path, Access::kReadOnly, options.busy_timeout);
    auto impl = std::make_unique<Impl>(std::move(options), *std::move(lock), std::move(writer), std::move(reader));
    return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(impl)));
  } catch (const soci::soci_error& error) {
    return cannot(WithoutValues(error));
  }
}

SqliteStore::SqliteStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SqliteStore::~SqliteStore() = default;

std::uint64_t SqliteStore::physical_commits() const { return impl_->writer.physical_commits(); }

async::Task<ports::CommitResult> SqliteStore::Commit(ports::WriteBatch batch) {
  CheckWellFormed(batch);
  if (impl_->options.synchronous) co_return impl_->writer.CommitGroup({&batch}).front();
  auto commit = std::make_shared<PendingCommit>();
  commit->batch = std::move(batch);
  if (impl_->options.operation_started) impl_->options.operation_started();
  CommitAwaiter awaiter(*impl_->group_commit, std::move(commit));
  co_return co_await awaiter;
}

async::Task<std::vector<ports::Trigger>> SqliteStore::PendingTriggers(std::size_t limit) {
  co_return impl_->Read([&](auto& queries) { return queries.pending_triggers.All(ToSqlLimit(limit)); });
}

async::Task<std::optional<ports::PushState>> SqliteStore::FindPushState(domain::IksChildId child) {
  co_return impl_->Read([&](auto& queries) { return queries.push_state.First(child.str()); });
}

async::Task<std::vector<ports::PushState>> SqliteStore::PushStatesOfFamily(domain::IksFamilyId family) {
  co_return impl_->Read([&](auto& queries) { return queries.push_states_of_family.All(family.str()); });
}

async::Task<std::vector<ports::PushState>> SqliteStore::DuePushStates(domain::Instant now, std::size_t limit) {
  co_return impl_->Read([&](auto& queries) { return queries.due_push_states.All(ToSql(now), ToSqlLimit(limit)); });
}

async::Task<std::vector<ports::PushState>> SqliteStore::AllPushStates() {
  co_return impl_->Read([](auto& queries) { return queries.all_push_states.All(); });
}

async::Task<std::vector<ports::Intent>> SqliteStore::OpenIntentsOfFamily(domain::SiteId site,
                                                                         domain::IksFamilyId family) {
  co_return impl_->Read([&](auto& queries) { return queries.open_intents_of_family.All(site.str(), family.str()); });
}

async::Task<std::vector<ports::Intent>> SqliteStore::OpenIntents() {
  co_return impl_->Read([](auto& queries) { return queries.open_intents.All(); });
}

async::Task<std::vector<ports::Intent>> SqliteStore::IntentsSince(domain::SiteId site, domain::Instant since) {
  co_return impl_->Read([&](auto& queries) { return queries.intents_since.All(site.str(), ToSql(since)); });
}

async::Task<std::optional<domain::Instant>> SqliteStore::NextAttemptAfter(domain::Instant after,
                                                                          std::set<domain::IksFamilyId> except) {
  auto families = nlohmann::json::array();
  for (const auto& family : except) families.push_back(family.str());
  const auto list = families.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  co_return impl_->Read([&](auto& queries) { return queries.next_attempt_after.First(ToSql(after), list); });
}

async::Task<std::optional<ports::Link>> SqliteStore::FindLink(domain::SiteId site, ports::LinkKind kind,
                                                              std::string iks_id) {
  co_return impl_->Read(
      [&](auto& queries) { return queries.link.First(site.str(), std::string(ports::ToWord(kind)), iks_id); });
}

async::Task<std::vector<ports::Link>> SqliteStore::LinksOfSite(domain::SiteId site) {
  co_return impl_->Read([&](auto& queries) { return queries.links_of_site.All(site.str()); });
}

async::Task<std::vector<ports::Agreement>> SqliteStore::AgreementsOfSite(domain::SiteId site) {
  co_return impl_->Read([&](auto& queries) { return queries.agreements_of_site.All(site.str()); });
}

async::Task<std::optional<ports::Agreement>> SqliteStore::FindAgreement(domain::SiteId site, domain::IksChildId child) {
  co_return impl_->Read([&](auto& queries) { return queries.agreement.First(site.str(), child.str()); });
}

async::Task<std::optional<ports::NightlyRun>> SqliteStore::FindNightly(domain::SiteId site,
                                                                       domain::CivilDate local_date) {
  co_return impl_->Read([&](auto& queries) { return queries.nightly.First(site.str(), ToSql(local_date)); });
}

async::Task<std::optional<ports::NightlyRun>> SqliteStore::LatestNightly(domain::SiteId site) {
  co_return impl_->Read([&](auto& queries) { return queries.latest_nightly.First(site.str()); });
}

async::Task<std::vector<ports::Review>> SqliteStore::OpenReviews() {
  co_return impl_->Read([](auto& queries) { return queries.open_reviews.All(); });
}

async::Task<std::vector<ports::Review>> SqliteStore::ReviewsOfFamily(domain::SiteId site, domain::IksFamilyId family) {
  co_return impl_->Read([&](auto& queries) { return queries.reviews_of_family.All(site.str(), family.str()); });
}

async::Task<std::optional<ports::Review>> SqliteStore::FindReview(domain::ReviewId id) {
  co_return impl_->Read([&](auto& queries) { return queries.review.First(id.str()); });
}

async::Task<std::vector<ports::AuditEntry>> SqliteStore::AuditOfChild(domain::IksChildId child, std::size_t limit) {
  auto entries =
      impl_->Read([&](auto& queries) { return queries.newest_audit_of_child.All(child.str(), ToSqlLimit(limit)); });
  std::reverse(entries.begin(), entries.end());
  co_return entries;
}

async::Task<std::vector<ports::AuditEntry>> SqliteStore::AuditAfter(std::int64_t sequence, std::size_t limit) {
  co_return impl_->Read(
      [&](auto& queries) { return queries.audit_after.All(static_cast<long long>(sequence), ToSqlLimit(limit)); });
}

async::Task<std::optional<std::string>> SqliteStore::Cursor(std::string name) {
  co_return impl_->Read([&](auto& queries) { return queries.cursor.First(name); });
}

}  // namespace ikp::store
