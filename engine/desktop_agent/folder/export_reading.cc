#include "engine/desktop_agent/folder/export_reading.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace ikp::desktop_agent {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

const ExportFile* Find(const std::vector<ExportFile>& files, const std::string& name) {
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const ExportFile& file) { return Lower(file.name) == name; });
  return found == files.end() ? nullptr : &*found;
}

struct OneFile {
  std::optional<std::string> bytes;
  domain::Instant modified{};
  std::string problem;  // it is there, and cannot be used now
};

async::Task<OneFile> ReadOne(ExportFolder& folder, std::string name, const ExportSettings& settings,
                             domain::Instant now) {
  OneFile result;
  const std::vector<ExportFile> files = co_await folder.List();
  const ExportFile* file = Find(files, name);
  if (file == nullptr) co_return result;
  // A time a little in the future is that of another computer's clock; it cannot be told from a file that is whole.
  const auto since = now - file->modified;
  if (since >= domain::Milliseconds(0) && since < settings.still_being_written) {
    result.problem = name + " is still being written; it is read the next time.";
    co_return result;
  }
  result.modified = file->modified;
  if (file->bytes > kMostReportBytes) {
    result.problem = name + " is larger than 64 MB, which no report of a centre is.";
    co_return result;
  }
  result.bytes = co_await folder.Read(file->name, kMostReportBytes);
  const std::vector<ExportFile> after = co_await folder.List();
  const ExportFile* again = Find(after, name);
  if (!result.bytes) {
    result.problem = name + " cannot be read; perhaps another program holds it open.";
  } else if (again == nullptr || again->modified != file->modified) {
    result.bytes.reset();
    result.problem = name + " was changed while it was read; it is read the next time.";
  }
  co_return result;
}

// Otherwise it would count as new for as long as its time is ahead.
std::string FromTheFuture(const std::string& name) {
  return name +
         " bears a time in the future; the clock of this computer was wrong when it was exported, or is now. "
         "Set the clock and export again.";
}

std::string TooOld(const std::string& name, std::chrono::seconds age, const ExportSettings& settings) {
  return name + " is " + std::to_string(std::chrono::duration_cast<std::chrono::hours>(age).count()) +
         " hours old, more than the " + std::to_string(settings.oldest.count()) + " that are allowed.";
}

// What the reports themselves leave to be wished for.
void TellReports(ExportReading& reading, std::vector<std::string>& because) {
  for (const ReportProblem& problem : reading.reports.problems) because.push_back(Sentence(problem));
  for (const std::string& remark : reading.reports.remarks) reading.details.push_back(remark);
}

}  // namespace

async::Task<ExportReading> ReadExport(ExportFolder& folder, const ExportSettings& settings, std::int64_t school_id,
                                      domain::Instant now) {
  ExportReading reading;
  std::vector<std::string> because;
  OneFile children = co_await ReadOne(folder, kChildrenFile, settings, now);
  OneFile payers = co_await ReadOne(folder, kPayersFile, settings, now);
  OneFile enrollment = co_await ReadOne(folder, kEnrollmentFile, settings, now);
  if (!children.bytes) {
    reading.because =
        children.problem.empty() ? std::string(kChildrenFile) + " is not in the export folder." : children.problem;
    reading.details = {reading.because};
    co_return reading;
  }
  reading.exported = children.modified;
  for (const auto& [name, file] : {std::pair<std::string, const OneFile*>{kChildrenFile, &children},
                                   {kPayersFile, &payers},
                                   {kEnrollmentFile, &enrollment}}) {
    if (!file->problem.empty()) because.push_back(file->problem);
    if (!file->bytes) continue;
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now - file->modified);
    reading.age_seconds = std::max<std::int64_t>(reading.age_seconds, age.count());
    if (age < -settings.clock_slack) because.push_back(FromTheFuture(name));
    if (age > settings.oldest) because.push_back(TooOld(name, age, settings));
  }
  const ReportSettings report_settings{
      .school_id = school_id, .placeholder_markers = settings.placeholder_markers, .date_order = settings.date_order};
  const ReportBytes bytes{.children = std::move(*children.bytes),
                          .payers = std::move(payers.bytes),
                          .enrollment = std::move(enrollment.bytes)};
  reading.reports = UnderstandReports(bytes, report_settings);
  // Exported, but not readable now, is not the same as not exported.
  if (!enrollment.problem.empty()) reading.reports.statuses_exported = true;
  TellReports(reading, because);
  reading.useful = reading.reports.readable;
  reading.complete = reading.useful && because.empty();
  if (!because.empty()) reading.because = because.front();
  reading.details.insert(reading.details.begin(), because.begin(), because.end());
  co_return reading;
}

}  // namespace ikp::desktop_agent
