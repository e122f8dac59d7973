package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake is stricter than the real thing: without the SDK, request by request. */
class FakeRoute53Test {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String OLD = "www.example.com A 60 192.0.2.1";

    private final FakeRoute53 fake = FakeRoute53.start()
            .zone("example.com", "Z1")
            .record("Z1", OLD)
            .record("Z1", "mail.example.com MX 60 10 m.");

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE www.example.com A 60 192.0.2.2|but the values provided do not match the current values",
                "DELETE www.example.com A 61 192.0.2.1|but the values provided do not match the current values",
                "DELETE www.example.com A 60 192.0.2.1, 192.0.2.2|but the values provided do not match the current values",
                "DELETE www.example.com A HealthCheckId=x 60 192.0.2.1|but the values provided do not match",
                "DELETE www.example.com A alias Z2 x.example.net|but the values provided do not match",
                "DELETE www.example.com AAAA 60 2001:db8::1|[name='www.example.com.', type='AAAA'] but it was not found",
                "DELETE www.example.com A SetIdentifier=x Weight=1 60 192.0.2.1|but it was not found",
                "CREATE www.example.com A 60 192.0.2.9|[name='www.example.com.', type='A'] but it already exists",
                "CREATE *.example.org A 60 192.0.2.9|DNS name \\052.example.org. is not permitted in zone example.com.",
                "CREATE www.example.com CNAME 60 x.example.net|not permitted as it conflicts with other records",
                "CREATE example.com CNAME 60 x.example.net|is not permitted at apex in zone example.com.",
                "CREATE n.example.com CNAME 60 x.example.net, y.example.net|CNAME takes one value",
                "CREATE n.example.com A 60 192.0.2.256|Value is not a valid IPv4 address",
                "CREATE n.example.com AAAA 60 192.0.2.1|Value is not a valid IPv6 address",
                "CREATE n.example.com TXT 60 bare|should be enclosed in quotation marks",
                "CREATE www.example.com A SetIdentifier=x Weight=1 60 192.0.2.1|simple RRSet exists",
                "DELETE example.com NS 172800 ns-1.awsdns-01.com., ns-2.awsdns-02.net.|at least one NS record"
            })
    void refusesWhatRoute53Refuses(String change, String words) throws IOException {
        List<String> before = fake.records("Z1");
        HttpResponse<String> answer = send(change);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body().replace("&apos;", "'")).contains("<Code>InvalidChangeBatch</Code>", words);
        assertThat(fake.records("Z1")).isEqualTo(before);
        assertThat(fake.applied()).isEmpty();
    }

    @Test
    void aBatchIsAllOrNothing() throws IOException {
        HttpResponse<String> answer =
                send("CREATE n.example.com A 60 192.0.2.1", "CREATE www.example.com A 60 192.0.2.9");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(fake.records("Z1")).noneMatch(record -> record.startsWith("n."));
    }

    @Test
    void aBatchIsCarriedOutInOrder() throws IOException {
        assertThat(send("CREATE www.example.com CNAME 60 m.", "DELETE " + OLD).statusCode())
                .isEqualTo(400);
        assertThat(send("DELETE " + OLD, "CREATE www.example.com CNAME 60 m.").statusCode())
                .isEqualTo(200);
        assertThat(send("CREATE www.example.com MX 60 10 m.").body()).contains("conflicting RRSet of type CNAME");
        assertThat(fake.records("Z1")).contains("www.example.com CNAME 60 m.");
    }

    @Test
    void theSameActionTwiceIsRefused() throws IOException {
        assertThat(send("DELETE " + OLD, "DELETE " + OLD, "CREATE " + OLD).body())
                .contains("invalid set of changes for a resource record set &apos;A www.example.com.&apos;");
    }

    @Test
    void upsertIsAViolation() throws IOException {
        assertThat(send("UPSERT www.example.com A 60 192.0.2.9").statusCode()).isEqualTo(400);
        assertThat(fake.violations()).containsExactly("UPSERT overwrites blindly");
    }

    @Test
    void aNameLeftWithoutRecordsIsAViolation() throws IOException {
        assertThat(send("DELETE " + OLD).statusCode()).isEqualTo(200);
        assertThat(fake.violations()).containsExactly("left without records: www.example.com.");
    }

    @Test
    void aBatchHasLimits() throws IOException {
        String many = IntStream.range(0, 1_001)
                .mapToObj(i -> "192.0." + i / 256 + "." + i % 256)
                .collect(Collectors.joining(","));
        assertThat(send("CREATE n.example.com A 60 " + many).body()).contains("records limit of 1000");
        String longText = "\"" + "x".repeat(32_000) + "\"";
        assertThat(send("CREATE n.example.com TXT 60 " + longText).body()).contains("characters limit of 32000");
    }

    @Test
    void elementsStandInOrder() throws IOException {
        String body = body("CREATE n.example.com A 60 192.0.2.1");
        String swapped =
                body.replace("<TTL>60</TTL>", "").replace("</ResourceRecords>", "</ResourceRecords><TTL>60</TTL>");

        assertThat(post("/2013-04-01/hostedzone/Z1/rrset/", swapped, "application/xml")
                        .body())
                .contains("InvalidInput", "out of order");
        assertThat(fake.violations()).hasSize(1);
    }

    @Test
    void theRequestItselfMustBeRight() throws IOException {
        String body = body("CREATE n.example.com A 60 192.0.2.1");
        String path = "/2013-04-01/hostedzone/Z1/rrset";

        assertThat(post(path, body, "application/xml").statusCode()).isEqualTo(400);
        assertThat(post(path + "/", body, "text/plain").statusCode()).isEqualTo(400);
        assertThat(post(path + "/", "no XML", "application/xml").statusCode()).isEqualTo(400);
        assertThat(post(path + "/", body.replace("2013-04-01", "2012-12-12"), "application/xml")
                        .statusCode())
                .isEqualTo(400);
        assertThat(fake.violations()).hasSize(4);
        assertThat(fake.applied()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1,route53,0,200",
        "aws-global,route53,0,403",
        "us-east-1,iam,0,403",
        "us-east-1,route53,-400,403",
        "us-east-1,route53,400,403"
    })
    void theSignatureIsLookedAt(String region, String service, long ageSeconds, int status) throws IOException {
        HttpRequest request = signed("/2013-04-01/hostedzone/Z1", region, service, ageSeconds)
                .GET()
                .build();

        assertThat(exchange(request).statusCode()).isEqualTo(status);
        HttpRequest bare =
                HttpRequest.newBuilder(uri("/2013-04-01/hostedzone/Z1")).build();
        assertThat(exchange(bare).body()).contains("MissingAuthenticationToken");
    }

    @Test
    void oneChangeAtATime() throws IOException {
        fake.priorFor(Duration.ofMinutes(1));
        assertThat(send("CREATE n.example.com A 60 192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(send("CREATE o.example.com A 60 192.0.2.1").body()).contains("PriorRequestNotComplete");
        fake.zone("example.net", "Z2");
        assertThat(fake.records("Z2")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "?type=A,400",
        "?identifier=x,400",
        "?name=a.example.com&identifier=x,400",
        "?maxitems=0,400",
        "?maxitems=1,200"
    })
    void listParametersBelongTogether(String query, int status) throws IOException {
        assertThat(get("/2013-04-01/hostedzone/Z1/rrset" + query).statusCode()).isEqualTo(status);
    }

    @Test
    void aListingIsSortedByLabelsFromTheRightAndEscaped() throws IOException {
        fake.record("Z1", "*.example.com A 60 192.0.2.1").record("Z1", "b.a.example.com A 60 192.0.2.1");
        String page = get("/2013-04-01/hostedzone/Z1/rrset?name=a.example.com&maxitems=2")
                .body();

        assertThat(page.indexOf("b.a.example.com.")).isPositive().isLessThan(page.indexOf("mail.example.com."));
        assertThat(page)
                .contains("<IsTruncated>true</IsTruncated>", "<NextRecordName>www.example.com.</NextRecordName>");
        assertThat(get("/2013-04-01/hostedzone/Z1/rrset").body()).contains("<Name>\\052.example.com.</Name>");
    }

    @Test
    void shellsCanDriveIt() throws IOException {
        assertThat(control("POST", "fault?kind=error-503&on=list&count=1", "")).isEqualTo("ok\n");
        assertThat(get("/2013-04-01/hostedzone/Z1/rrset").statusCode()).isEqualTo(503);
        assertThat(control("POST", "edit?zone=Z1", "put www.example.com A 60 192.0.2.9\ndelete mail.example.com MX"))
                .isEqualTo("ok\n");
        assertThat(control("GET", "records", "")).isEqualTo("www.example.com A 60 192.0.2.9\n");
        assertThat(control("POST", "set?in-sync-ms=-1&prior-ms=0&latency-ms=0", ""))
                .isEqualTo("ok\n");
        send("CREATE n.example.com A 60 192.0.2.1");
        assertThat(get("/2013-04-01/change/C0000000000001").body()).contains("<Status>PENDING</Status>");
        assertThat(control("GET", "applied", "")).endsWith("C0000000000001 Z1 CREATE n.example.com A 60 192.0.2.1\n");
        assertThat(control("GET", "violations", "")).isEmpty();
        assertThat(control("GET", "stats", "")).startsWith("applied=1 requests=3 busiest-second=");
        assertThat(control("GET", "log", "").lines()).hasSize(3).allMatch(line -> line.startsWith("{\"ms\":"));
        assertThat(control("POST", "fault?kind=nonsense", "")).contains("IllegalArgumentException");
    }

    @Test
    void itLooksAtItself() {
        fake.edit("Z1", "put www.example.com CNAME 60 x.example.net");

        assertThat(fake.violations()).containsExactly("CNAME beside other records at www.example.com.");
    }

    private HttpResponse<String> send(String... changes) throws IOException {
        return post("/2013-04-01/hostedzone/Z1/rrset/", body(changes), "application/xml");
    }

    /** Written here by hand, so that the fake's reader is not tested with its own writer. */
    private static String body(String... changes) {
        StringBuilder out =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ChangeResourceRecordSetsRequest"
                        + " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>");
        for (String change : changes) {
            String[] words = change.split(" ", 2);
            out.append("<Change><Action>" + words[0] + "</Action>" + set(WireRecord.parse(words[1])) + "</Change>");
        }
        return out + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
    }

    private static String set(WireRecord set) {
        StringBuilder out =
                new StringBuilder("<ResourceRecordSet><Name>" + set.name() + "</Name><Type>" + set.type() + "</Type>");
        for (String name : List.of("SetIdentifier", "Weight")) {
            out.append(
                    set.routing().containsKey(name)
                            ? "<" + name + ">" + set.routing().get(name) + "</" + name + ">"
                            : "");
        }
        if (set.alias().isEmpty()) {
            out.append("<TTL>" + set.ttl() + "</TTL><ResourceRecords>");
            set.values().forEach(value -> out.append("<ResourceRecord><Value>" + value + "</Value></ResourceRecord>"));
            out.append("</ResourceRecords>");
        } else {
            out.append("<AliasTarget><HostedZoneId>" + set.alias().get("zone") + "</HostedZoneId><DNSName>"
                    + set.alias().get("name")
                    + "</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>");
        }
        String check = set.routing().getOrDefault("HealthCheckId", "");
        return out + (check.isEmpty() ? "" : "<HealthCheckId>" + check + "</HealthCheckId>") + "</ResourceRecordSet>";
    }

    private HttpResponse<String> post(String path, String body, String type) throws IOException {
        return exchange(signed(path, "us-east-1", "route53", 0)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> get(String path) throws IOException {
        return exchange(signed(path, "us-east-1", "route53", 0).GET().build());
    }

    private String control(String method, String verb, String body) throws IOException {
        return exchange(HttpRequest.newBuilder(uri("/_fake/" + verb))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .body();
    }

    private HttpRequest.Builder signed(String path, String region, String service, long ageSeconds) {
        ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).minusSeconds(ageSeconds);
        String stamp = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").format(date);
        return HttpRequest.newBuilder(uri(path))
                .header("X-Amz-Date", stamp)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKID/" + stamp.substring(0, 8) + "/" + region + "/" + service
                                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64));
    }

    private URI uri(String path) {
        return URI.create(fake.endpoint() + path);
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
