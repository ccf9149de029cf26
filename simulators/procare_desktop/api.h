// The calls of the local session contract (pd.contract assumed-1). Reads take a Call, writes the body, too.
#pragma once

#include "simulators/procare_desktop/call.h"

namespace ikp::simulators::procare_desktop {

// A session takes a seat until it is closed, kicked, unused for long, or the PC sleeps [P14].
http::Response OpenSession(Call& call);
http::Response CloseSession(Call& call);

http::Response ReadSchools(Call& call);
http::Response ReadClassrooms(Call& call);
http::Response ReadStatusLabels(Call& call);
http::Response ReadRelationshipLabels(Call& call);
// Whole accounts after an id, row by row: what changes between two pages is seen as it is then [P21].
http::Response ReadAccounts(Call& call);
http::Response ReadOnePerson(Call& call);
// Report exports: ISO-8859-1 [T11].
http::Response ReadReport(Call& call);

http::Response ReadMirroredAccounts(Call& call);
http::Response RefuseMirrorWrite(Call& call);

http::Response CreateAccount(Write& write);
http::Response CreatePerson(Write& write);
http::Response CreateRelationship(Write& write);
http::Response CreateStatusRow(Write& write);
http::Response SetPrimaryClassroom(Write& write);

}  // namespace ikp::simulators::procare_desktop
