/* The other side of the probe benchmarks: answers every request with a small 200, as cheaply as Linux allows, so that what is
   measured is the prober. Closes after the answer when the request says so (or speaks HTTP/1.0), else keeps the connection.
   "GET /count" is answered with the number of requests before it. Listens on all of 127.0.0.0/8, and on loopback only.
   target PORT [hang]: with "hang" connections are taken and never answered. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static const char KEEP[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n";
static const char CLOSE[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n";

static unsigned long answered;

/* Gives 0 when the connection is to be closed. */
static int answer(int fd) {
  char request[4096];
  ssize_t n = recv(fd, request, sizeof request - 1, 0);
  if (n < 0) return 1;
  if (n == 0) return 0;
  request[n] = 0;
  if (!strncmp(request, "GET /count ", 11)) {
    char text[160], body[32];
    int length = sprintf(body, "%lu\n", answered);
    int size = sprintf(text, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", length, body);
    send(fd, text, size, MSG_NOSIGNAL);
    return 0;
  }
  answered++;
  int keep = strstr(request, "HTTP/1.1") && !strcasestr(request, "connection: close");
  const char *text = keep ? KEEP : CLOSE;
  send(fd, text, (keep ? sizeof KEEP : sizeof CLOSE) - 1, MSG_NOSIGNAL);
  return keep;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  int hang = argc > 2 && !strcmp(argv[2], "hang"), one = 1;
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files = {0};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (setsockopt(server, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3)) { perror("SO_BINDTODEVICE"); return 1; }
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_ANY)};
  if (bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 4096)) { perror("listen"); return 1; }
  int poll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server}, seen[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, server, &event);
  printf("listening\n");
  fflush(stdout);
  for (;;) {
    int count = epoll_wait(poll, seen, 256, -1);
    for (int i = 0; i < count; i++) {
      int fd = seen[i].data.fd;
      if (fd != server) {
        if (!answer(fd)) close(fd);
        continue;
      }
      for (int taken; (taken = accept4(server, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        if (hang) continue;
        struct epoll_event wish = {.events = EPOLLIN, .data.fd = taken};
        epoll_ctl(poll, EPOLL_CTL_ADD, taken, &wish);
      }
    }
  }
}
